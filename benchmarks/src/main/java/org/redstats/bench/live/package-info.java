/** How cheaply and how soon an event is pushed to everybody who is connected. */
@NullMarked
package org.redstats.bench.live;

import org.jspecify.annotations.NullMarked;
