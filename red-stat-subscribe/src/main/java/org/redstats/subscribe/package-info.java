/** Takes subscriptions at {@code /sub} and mails everyone whose threshold is passed. */
@NullMarked
package org.redstats.subscribe;

import org.jspecify.annotations.NullMarked;
