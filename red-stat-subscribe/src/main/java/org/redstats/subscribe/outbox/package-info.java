/** The alerts that wait to be handed over, by whatever way: taken on in front of other instances, and recorded. */
@NullMarked
package org.redstats.subscribe.outbox;

import org.jspecify.annotations.NullMarked;
