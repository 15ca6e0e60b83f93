/** Which instances of a service there are, which of them take requests, and whose turn it is. */
@NullMarked
package org.redstats.gateway.balance;

import org.jspecify.annotations.NullMarked;
