@NullMarked
package org.redstats.subscribe;

import org.jspecify.annotations.NullMarked;
