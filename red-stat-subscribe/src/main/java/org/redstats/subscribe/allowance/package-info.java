/** How much one client may ask for, and how much may be asked for one target; every instance counts together. */
@NullMarked
package org.redstats.subscribe.allowance;

import org.jspecify.annotations.NullMarked;
