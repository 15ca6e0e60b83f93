package org.redstats.subscribe.due;

import org.jspecify.annotations.Nullable;

/**
 * A subscription whose alert is being gathered.
 *
 * @param watermark from which transaction on it was not told
 * @param userId whose images only, null for everybody's
 * @param webhookHost null when its alerts go by mail
 * @param host the webhook's, or the domain of the mailbox
 * @param toldToday how many alerts went to its address today, of all its subscriptions
 */
record Claimed(String id, double redThreshold, @Nullable String userId, @Nullable String webhookHost, String host,
        long watermark, long toldToday) {}
