/** What every answer of the gateway has: problems in their form, security headers, no way to {@code /actuator}. */
@NullMarked
package org.redstats.gateway.answer;

import org.jspecify.annotations.NullMarked;
