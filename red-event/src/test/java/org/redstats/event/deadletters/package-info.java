@NullMarked
package org.redstats.event.deadletters;

import org.jspecify.annotations.NullMarked;
