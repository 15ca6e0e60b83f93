package org.redstats.subscribe.due;

import java.util.ArrayList;
import java.util.List;

/** The few reddest of many matches. */
final class Reddest {

    private static final int FEW = 5;

    private final List<Match> matches = new ArrayList<>(FEW + 1);

    void add(Match match) {
        if (matches.size() == FEW && Match.REDDEST_FIRST.compare(match, matches.getLast()) >= 0) {
            return;
        }
        var place = 0;
        while (place < matches.size() && Match.REDDEST_FIRST.compare(matches.get(place), match) <= 0) {
            place++;
        }
        matches.add(place, match);
        if (matches.size() > FEW) {
            matches.removeLast();
        }
    }

    /** Those above a threshold, reddest first. */
    List<Match> above(double threshold) {
        return matches.stream().filter(match -> match.redValue() > threshold).toList();
    }
}
