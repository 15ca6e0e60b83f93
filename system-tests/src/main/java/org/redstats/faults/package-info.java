/** Real faults on the whole system under traffic, each ending with an exact account. */
@NullMarked
package org.redstats.faults;

import org.jspecify.annotations.NullMarked;
