/** Which paths lead to which service, with which limits and which forwarded headers. */
@NullMarked
package org.redstats.gateway.route;

import org.jspecify.annotations.NullMarked;
