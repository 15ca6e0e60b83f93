@NullMarked
package org.redstats.demo.red.measure;

import org.jspecify.annotations.NullMarked;
