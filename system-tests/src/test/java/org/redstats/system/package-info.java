/** The whole system as processes, spoken to only as a user would. */
@NullMarked
package org.redstats.system;

import org.jspecify.annotations.NullMarked;
