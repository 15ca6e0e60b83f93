/** The broker and the database that tests talk to: real ones wherever this machine has them. */
@NullMarked
package org.redstats.testing;

import org.jspecify.annotations.NullMarked;
