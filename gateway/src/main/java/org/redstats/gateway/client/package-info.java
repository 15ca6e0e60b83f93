/** Who asks, how often each may, and the log of what was asked. */
@NullMarked
package org.redstats.gateway.client;

import org.jspecify.annotations.NullMarked;
