/** {@code /ws}: the upgrade, the frames in and out, the life of a connection. */
@NullMarked
package org.redstats.notify.socket;

import org.jspecify.annotations.NullMarked;
