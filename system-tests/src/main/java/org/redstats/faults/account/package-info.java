/** What must have become of every event and every alert, and whether it has. */
@NullMarked
package org.redstats.faults.account;

import org.jspecify.annotations.NullMarked;
