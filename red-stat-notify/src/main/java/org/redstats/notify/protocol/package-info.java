/** What clients and server say to each other. */
@NullMarked
package org.redstats.notify.protocol;

import org.jspecify.annotations.NullMarked;
