@NullMarked
package org.redstats.demo.red;

import org.jspecify.annotations.NullMarked;
