/** The link by which the owner of an address agrees to be told. */
@NullMarked
package org.redstats.subscribe.confirm;

import org.jspecify.annotations.NullMarked;
