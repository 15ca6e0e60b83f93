@NullMarked
package org.redstats.notify.protocol;

import org.jspecify.annotations.NullMarked;
