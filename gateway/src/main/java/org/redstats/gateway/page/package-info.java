/** The page at / and its files. */
@NullMarked
package org.redstats.gateway.page;

import org.jspecify.annotations.NullMarked;
