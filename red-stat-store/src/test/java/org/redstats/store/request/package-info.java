@NullMarked
package org.redstats.store.request;

import org.jspecify.annotations.NullMarked;
