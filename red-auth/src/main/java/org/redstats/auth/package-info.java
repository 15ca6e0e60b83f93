/** Who asks, and for whom they may: tokens of RED's own sign-in, and nothing at all where none is configured. */
@NullMarked
package org.redstats.auth;

import org.jspecify.annotations.NullMarked;
