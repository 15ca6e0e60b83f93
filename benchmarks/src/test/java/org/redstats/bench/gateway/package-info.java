@NullMarked
package org.redstats.bench.gateway;

import org.jspecify.annotations.NullMarked;
