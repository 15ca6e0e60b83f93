@NullMarked
package org.redstats.event;

import org.jspecify.annotations.NullMarked;
