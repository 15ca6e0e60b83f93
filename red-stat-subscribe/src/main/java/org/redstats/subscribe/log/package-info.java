/** From the queue into the log of recent events, waking the subscriptions that a batch concerns. */
@NullMarked
package org.redstats.subscribe.log;

import org.jspecify.annotations.NullMarked;
