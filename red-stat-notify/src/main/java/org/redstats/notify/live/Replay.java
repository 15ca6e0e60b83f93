package org.redstats.notify.live;

import java.util.List;

/**
 * What a returning client has missed, as far as this instance knows.
 *
 * @param alerts what its subscription wants of it, oldest first
 * @param complete whether that is all that this instance received since
 */
public record Replay(List<Alert> alerts, boolean complete) {}
