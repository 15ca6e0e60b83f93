/** What a person can do with messages that were set aside: list, show, send back, drop. */
@NullMarked
package org.redstats.event.deadletters;

import org.jspecify.annotations.NullMarked;
