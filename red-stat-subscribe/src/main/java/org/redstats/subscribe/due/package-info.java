/**
 * From a woken subscription to its delivery: every match is told exactly once, at a cost that follows the alerts and not
 * the events.
 *
 * <h2>Which rows are new</h2>
 *
 * The log is ordered by transaction id. A subscription's {@code watermark} says below which id everything is dealt with.
 * A gathering reads {@code [watermark, horizon)} and moves the watermark to the horizon, which is
 * {@code pg_snapshot_xmin(pg_current_snapshot())}: every transaction below it has ended, so nothing can appear there later,
 * however long a batch took to commit. A sequence or a clock could not promise that.
 *
 * <h2>No wake is lost</h2>
 *
 * A batch gets its transaction id by inserting its events; only <em>then</em>, in a second statement and so with a later
 * snapshot, does it wake subscriptions that are idle or settling. A gathering that has done its work makes the
 * subscription {@code settling} rather than idle, because a batch that is under way at that moment may have looked before
 * the gathering's commit, seen a subscription that was due, and passed it by. When is it safe to be idle? Take a
 * snapshot S that sees the gathering's commit. A batch with an id that S does not know yet has looked after that commit
 * and woken the subscription itself. So only the batches that S knows are in question, and once the horizon has reached
 * S's upper end they all have ended: their rows can be seen, and the settling looks for a match among them. It finds one:
 * due. It finds none: idle. If a batch wants to wake the subscription at the same moment, it waits for the row lock and
 * finds it idle, or the settling skips the locked row.
 *
 * <h2>Why an idle watermark may jump</h2>
 *
 * An idle subscription has no match below any horizon, or it would have been woken. The batch that wakes it therefore
 * moves the watermark to its own horizon, and a subscription that slept for days has nothing old to read. One that is
 * settling keeps its watermark.
 *
 * <p>All of this needs {@code READ COMMITTED}: a snapshot for each statement. A writing transaction that stays open anywhere
 * in the PostgreSQL cluster holds the horizon back, and with it alerts; they are late then, not lost.
 */
@NullMarked
package org.redstats.subscribe.due;

import org.jspecify.annotations.NullMarked;
