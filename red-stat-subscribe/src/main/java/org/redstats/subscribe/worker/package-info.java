/** Work that repeats for as long as the service runs. */
@NullMarked
package org.redstats.subscribe.worker;

import org.jspecify.annotations.NullMarked;
