/**
 * From the log to deliveries: every match is told exactly once, at a cost that follows the alerts and not the events.
 *
 * <h2>Which rows are new</h2>
 *
 * The log is ordered by transaction id. A subscription's {@code watermark} says below which id everything is dealt with.
 * A {@linkplain org.redstats.subscribe.due.Gathering gathering} reads {@code [watermark, horizon)} and moves the watermark
 * to the horizon, which is {@code pg_snapshot_xmin(pg_current_snapshot())}: every transaction below it has ended, so
 * nothing can appear there later, however long a batch took to commit. A sequence or a clock could not promise that. The
 * horizon never moves back.
 *
 * <h2>Who has something new</h2>
 *
 * A subscription is due or idle. The log is searched in {@linkplain org.redstats.subscribe.due.Waking passes}, each from
 * where the last one ended to the horizon of its beginning, and what a pass finds makes idle subscriptions due: it needs
 * only the greatest value, and each user's. Batches of events wake nobody, so the intake does not wait for it.
 *
 * <h2>No wake is lost</h2>
 *
 * A pass may meet a subscription that is due and pass it by. That is right only if its gathering reads at least as far as
 * the pass does, so gatherings hold a lock that they share, and a pass takes the same lock alone for the moment at which
 * it reads its horizon. A gathering that ended before that moment has made its subscriptions idle, and the pass sees them;
 * one that began after it has a later horizon, and reads what the pass would have woken the subscription for. Waking a
 * subscription once too often is harmless: the gathering finds nothing and makes it idle.
 *
 * <h2>Why an idle watermark may jump</h2>
 *
 * An idle subscription has no match below where the last pass ended, or it would have been woken. The pass that wakes it
 * therefore moves its watermark there, and a subscription that slept for days has nothing old to read.
 *
 * <p>All of this needs {@code READ COMMITTED}: a snapshot for each statement. A writing transaction that stays open anywhere
 * in the PostgreSQL cluster holds the horizon back, and with it alerts; they are late then, not lost.
 */
@NullMarked
package org.redstats.subscribe.due;

import org.jspecify.annotations.NullMarked;
