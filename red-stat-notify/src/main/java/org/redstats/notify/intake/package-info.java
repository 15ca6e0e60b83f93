/** The instance's own queue: from the broker to the audience. */
@NullMarked
package org.redstats.notify.intake;

import org.jspecify.annotations.NullMarked;
