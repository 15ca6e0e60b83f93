@NullMarked
package org.redstats.notify.intake;

import org.jspecify.annotations.NullMarked;
