/** The way out that every mail offers, without the owner's token. */
@NullMarked
package org.redstats.subscribe.unsubscribe;

import org.jspecify.annotations.NullMarked;
