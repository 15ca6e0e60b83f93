/** The open connections: what waits for each, and how it gets onto the wire. */
@NullMarked
package org.redstats.notify.socket;

import org.jspecify.annotations.NullMarked;
