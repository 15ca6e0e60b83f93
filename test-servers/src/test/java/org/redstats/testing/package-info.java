@NullMarked
package org.redstats.testing;

import org.jspecify.annotations.NullMarked;
