@NullMarked
package org.redstats.demo.launcher;

import org.jspecify.annotations.NullMarked;
