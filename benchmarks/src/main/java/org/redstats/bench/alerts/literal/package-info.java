/** The design taken literally: for each message, one mail is written for each subscription that it matches. */
@NullMarked
package org.redstats.bench.alerts.literal;

import org.jspecify.annotations.NullMarked;
