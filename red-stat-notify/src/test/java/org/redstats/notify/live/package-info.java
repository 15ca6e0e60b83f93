@NullMarked
package org.redstats.notify.live;

import org.jspecify.annotations.NullMarked;
