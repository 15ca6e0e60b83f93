/** A broker, a database and a mail sink that run inside a JVM, without anything being installed. */
@NullMarked
package org.redstats.embedded;

import org.jspecify.annotations.NullMarked;
