@NullMarked
package org.redstats.gateway.route;

import org.jspecify.annotations.NullMarked;
