@NullMarked
package org.redstats.embedded;

import org.jspecify.annotations.NullMarked;
