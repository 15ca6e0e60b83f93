@NullMarked
package org.redstats.bench.alerts;

import org.jspecify.annotations.NullMarked;
