@NullMarked
package org.redstats.publisher.autoconfigure;

import org.jspecify.annotations.NullMarked;
