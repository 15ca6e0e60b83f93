@NullMarked
package org.redstats.subscribe.log;

import org.jspecify.annotations.NullMarked;
