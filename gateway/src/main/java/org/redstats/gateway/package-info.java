@NullMarked
package org.redstats.gateway;

import org.jspecify.annotations.NullMarked;
