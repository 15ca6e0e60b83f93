@NullMarked
package org.redstats.demo.red.upload;

import org.jspecify.annotations.NullMarked;
