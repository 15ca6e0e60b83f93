/** How red an image is, in bounded memory and time whatever the file claims to be. */
@NullMarked
package org.redstats.demo.red.measure;

import org.jspecify.annotations.NullMarked;
