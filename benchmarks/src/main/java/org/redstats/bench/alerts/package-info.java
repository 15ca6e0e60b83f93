/** How fast subscribers are told, beside a service without any, the bare hand-over of mails and the literal design. */
@NullMarked
package org.redstats.bench.alerts;

import org.jspecify.annotations.NullMarked;
