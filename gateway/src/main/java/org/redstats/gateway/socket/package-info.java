@NullMarked
package org.redstats.gateway.socket;

import org.jspecify.annotations.NullMarked;
