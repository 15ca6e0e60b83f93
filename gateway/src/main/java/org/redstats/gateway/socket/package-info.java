/** The way of a WebSocket through the gateway, its close codes and refusals included. */
@NullMarked
package org.redstats.gateway.socket;

import org.jspecify.annotations.NullMarked;
