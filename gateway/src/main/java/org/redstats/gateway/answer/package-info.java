@NullMarked
package org.redstats.gateway.answer;

import org.jspecify.annotations.NullMarked;
