@NullMarked
package org.redstats.gateway.failover;

import org.jspecify.annotations.NullMarked;
