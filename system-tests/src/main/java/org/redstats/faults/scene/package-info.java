/** The whole system as processes on real servers, every part of which can be harmed. */
@NullMarked
package org.redstats.faults.scene;

import org.jspecify.annotations.NullMarked;
