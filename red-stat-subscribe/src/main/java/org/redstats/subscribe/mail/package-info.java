/** From a delivery to the mail server: render, hand over, record, repeat. */
@NullMarked
package org.redstats.subscribe.mail;

import org.jspecify.annotations.NullMarked;
