/** Sign-in of services that answer by servlets. */
@NullMarked
package org.redstats.auth.servlet;

import org.jspecify.annotations.NullMarked;
