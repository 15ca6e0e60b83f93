/** {@code POST /red}: images come in, are measured, published, and answered for. */
@NullMarked
package org.redstats.demo.red.upload;

import org.jspecify.annotations.NullMarked;
