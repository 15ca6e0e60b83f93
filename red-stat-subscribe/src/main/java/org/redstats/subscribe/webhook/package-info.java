/** From a delivery to the subscriber's own server, as Standard Webhooks wants it: sign, post, record, repeat. */
@NullMarked
package org.redstats.subscribe.webhook;

import org.jspecify.annotations.NullMarked;
