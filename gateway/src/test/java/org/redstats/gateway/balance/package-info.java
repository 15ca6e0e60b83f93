@NullMarked
package org.redstats.gateway.balance;

import org.jspecify.annotations.NullMarked;
