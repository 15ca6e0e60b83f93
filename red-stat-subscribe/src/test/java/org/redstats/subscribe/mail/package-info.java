@NullMarked
package org.redstats.subscribe.mail;

import org.jspecify.annotations.NullMarked;
