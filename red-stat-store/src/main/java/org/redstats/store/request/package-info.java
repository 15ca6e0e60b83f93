/** How a query string becomes a window, a threshold and a user, with everything that is wrong said at once. */
@NullMarked
package org.redstats.store.request;

import org.jspecify.annotations.NullMarked;
