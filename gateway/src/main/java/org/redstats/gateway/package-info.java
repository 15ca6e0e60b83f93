/** One address for all services and the page. */
@NullMarked
package org.redstats.gateway;

import org.jspecify.annotations.NullMarked;
