/** Pushes every event to the open connections whose threshold it passes. */
@NullMarked
package org.redstats.notify;

import org.jspecify.annotations.NullMarked;
