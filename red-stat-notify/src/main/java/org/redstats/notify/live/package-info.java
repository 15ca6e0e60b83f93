/** Who wants what, and what each still has to be sent; knows neither the broker nor the sockets. */
@NullMarked
package org.redstats.notify.live;

import org.jspecify.annotations.NullMarked;
