/** What happens to a request whose instance does not answer: another one, or a 503 in time. */
@NullMarked
package org.redstats.gateway.failover;

import org.jspecify.annotations.NullMarked;
