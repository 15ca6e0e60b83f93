@NullMarked
package org.redstats.auth;

import org.jspecify.annotations.NullMarked;
