/** Takes subscriptions at {@code /sub} and tells everyone whose threshold is passed, by mail or webhook. */
@NullMarked
package org.redstats.subscribe;

import org.jspecify.annotations.NullMarked;
