/** What can go wrong. */
@NullMarked
package org.redstats.faults.fault;

import org.jspecify.annotations.NullMarked;
