/** What the gateway adds to a request and to a WebSocket frame, beside nginx as a proxy in front of the same backends. */
@NullMarked
package org.redstats.bench.gateway;

import org.jspecify.annotations.NullMarked;
