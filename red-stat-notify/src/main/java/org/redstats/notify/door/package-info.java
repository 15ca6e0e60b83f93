/** Who may come in, decided while it is still HTTP: path, origin, limits; and the descriptions of what is inside. */
@NullMarked
package org.redstats.notify.door;

import org.jspecify.annotations.NullMarked;
