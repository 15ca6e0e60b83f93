@NullMarked
package org.redstats.bench;

import org.jspecify.annotations.NullMarked;
