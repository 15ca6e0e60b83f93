/** Events as RED publishes them, and the plain AMQP client that fills and watches queues. */
@NullMarked
package org.redstats.bench.traffic;

import org.jspecify.annotations.NullMarked;
