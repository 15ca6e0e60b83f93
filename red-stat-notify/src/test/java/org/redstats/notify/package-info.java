@NullMarked
package org.redstats.notify;

import org.jspecify.annotations.NullMarked;
