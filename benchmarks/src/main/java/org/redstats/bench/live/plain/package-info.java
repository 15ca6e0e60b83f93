/** Live push as it is usually written with Spring: all sessions in a set, and for each message a loop that sends. */
@NullMarked
package org.redstats.bench.live.plain;

import org.jspecify.annotations.NullMarked;
