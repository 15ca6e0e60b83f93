/** The life of a subscription as its owner sees it: {@code /sub}. */
@NullMarked
package org.redstats.subscribe.subscriptions;

import org.jspecify.annotations.NullMarked;
