@NullMarked
package org.redstats.subscribe.egress;

import org.jspecify.annotations.NullMarked;
