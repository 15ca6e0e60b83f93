/** What every answer has in common: problems as RFC 9457 wants them, limits of a request. */
@NullMarked
package org.redstats.subscribe.web;

import org.jspecify.annotations.NullMarked;
