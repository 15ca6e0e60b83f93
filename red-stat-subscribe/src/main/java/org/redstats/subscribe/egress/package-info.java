/** Which addresses this service may be made to connect to by what strangers write into a URL. */
@NullMarked
package org.redstats.subscribe.egress;

import org.jspecify.annotations.NullMarked;
