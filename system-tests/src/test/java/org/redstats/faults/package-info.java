@NullMarked
package org.redstats.faults;

import org.jspecify.annotations.NullMarked;
