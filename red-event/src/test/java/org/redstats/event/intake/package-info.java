@NullMarked
package org.redstats.event.intake;

import org.jspecify.annotations.NullMarked;
