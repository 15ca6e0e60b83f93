@NullMarked
package org.redstats.notify.door;

import org.jspecify.annotations.NullMarked;
