@NullMarked
package org.redstats.publisher;

import org.jspecify.annotations.NullMarked;
