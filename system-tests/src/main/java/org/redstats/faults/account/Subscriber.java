package org.redstats.faults.account;

import org.jspecify.annotations.Nullable;

/**
 * One who has subscribed.
 *
 * @param address a mailbox, or the URL of a webhook
 * @param user whose images only; null for everybody's
 * @param first number of the first event that it is to be told of
 */
public record Subscriber(String id, String address, double threshold, @Nullable String user, int first) {}
