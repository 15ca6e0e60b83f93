package org.redstats.store.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

import org.redstats.store.request.Window;
import org.redstats.store.rollup.Stretches;
import org.redstats.store.time.Micros;

/**
 * How ranges of time are put together: from what is counted ahead as far as possible, and from single events at the
 * ragged ends. All instants are microseconds since 1970.
 *
 * @param stretches what is counted ahead, none longer than a day
 * @param hours as far as stretches of an hour or less reach, cut at midnight
 * @param rest where single events have to be counted
 * @param surplus where single events have to be taken off again, since a stretch has them that the ranges have not
 */
record Cover(List<Stretch> stretches, List<Range> hours, List<Range> rest, List<Range> surplus) {

    /** From a first microsecond to before another. */
    record Range(long first, long until) {

        static Range of(Window window) {
            return new Range(window.firstMicrosecond(), window.endMicrosecond());
        }

        boolean isEmpty() {
            return first >= until;
        }

        private long length() {
            return until - first;
        }
    }

    /** A range of whole stretches of so many seconds. */
    record Stretch(int seconds, Range range) {}

    private Cover() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /**
     * @param ranges in their order, not overlapping; no stretch is used for more than one of them
     * @param stepOfHour how many seconds the steps of an hour have; 0 if it has none
     */
    static Cover of(List<Range> ranges, ToIntFunction<Long> stepOfHour) {
        var cover = new Cover();
        ranges.forEach(range -> cover.addDays(range, stepOfHour));
        return cover;
    }

    /**
     * For a single range: a step, or an hour without steps, of which it has more than half is used as a whole, and what
     * is too much of it taken off. So at most half a step of events has to be read at each end.
     */
    static Cover of(Range range, ToIntFunction<Long> stepOfHour) {
        var cover = new Cover();
        var tight = of(List.of(range), stepOfHour);
        cover.stretches.addAll(tight.stretches);
        cover.hours.addAll(tight.hours);
        for (var rest : tight.rest) {
            var step = stepOfHour.applyAsInt(Micros.floor(rest.first, Stretches.HOUR));
            var seconds = step == 0 ? Stretches.HOUR : step;
            var start = Micros.floor(rest.first, seconds);
            var whole = new Range(start, start + Micros.of(seconds));
            if (2 * rest.length() > whole.length()) {
                cover.addStretch(seconds, whole);
                add(new Range(whole.first, rest.first), cover.surplus);
                add(new Range(rest.until, whole.until), cover.surplus);
            } else {
                cover.rest.add(rest);
            }
        }
        return cover;
    }

    /** The hours whose steps matter for ranges: those that are not used as a whole. */
    static Set<Long> brokenHours(List<Range> ranges) {
        return of(ranges, hour -> 0).rest.stream()
                .map(range -> Micros.floor(range.first, Stretches.HOUR))
                .collect(Collectors.toSet());
    }

    /** As parameters of a statement: arrays whose names begin with {@code stretch}, {@code hour}, {@code rest} and {@code surplus}. */
    Map<String, Object> parameters() {
        var parameters = new HashMap<String, Object>();
        parameters.put("stretchSeconds", stretches.stream().mapToInt(Stretch::seconds).toArray());
        parameters.putAll(bounds("stretch", stretches.stream().map(Stretch::range).toList()));
        parameters.putAll(bounds("hour", hours));
        parameters.putAll(bounds("rest", rest));
        parameters.putAll(bounds("surplus", surplus));
        return parameters;
    }

    /** Arrays of where ranges begin and end, whose names begin with the given one. */
    static Map<String, long[]> bounds(String name, List<Range> ranges) {
        return Map.of(name + "First", ranges.stream().mapToLong(Range::first).toArray(),
                name + "Until", ranges.stream().mapToLong(Range::until).toArray());
    }

    private void addDays(Range range, ToIntFunction<Long> stepOfHour) {
        var first = Micros.ceiling(range.first, Stretches.DAY);
        var until = Micros.floor(range.until, Stretches.DAY);
        if (first > until) {
            addHours(range, stepOfHour);
            return;
        }
        addHours(new Range(range.first, first), stepOfHour);
        addStretch(Stretches.DAY, new Range(first, until));
        addHours(new Range(until, range.until), stepOfHour);
    }

    private void addHours(Range range, ToIntFunction<Long> stepOfHour) {
        var first = Micros.ceiling(range.first, Stretches.HOUR);
        var until = Micros.floor(range.until, Stretches.HOUR);
        if (first > until) {
            addPart(range, stepOfHour);
            return;
        }
        addPart(new Range(range.first, first), stepOfHour);
        addStretch(Stretches.HOUR, new Range(first, until));
        addPart(new Range(until, range.until), stepOfHour);
    }

    private void addPart(Range part, ToIntFunction<Long> stepOfHour) {
        var step = stepOfHour.applyAsInt(Micros.floor(part.first, Stretches.HOUR));
        var first = step == 0 ? part.until : Micros.ceiling(part.first, step);
        var until = step == 0 ? part.until : Micros.floor(part.until, step);
        if (first > until) {
            add(part, rest);
            return;
        }
        add(new Range(part.first, first), rest);
        addStretch(step, new Range(first, until));
        add(new Range(until, part.until), rest);
    }

    private void addStretch(int seconds, Range range) {
        if (range.isEmpty()) {
            return;
        }
        stretches.add(new Stretch(seconds, range));
        if (seconds != Stretches.DAY) {
            var follows = !hours.isEmpty() && hours.getLast().until == range.first
                    && range.first != Micros.floor(range.first, Stretches.DAY);
            hours.add(follows ? new Range(hours.removeLast().first, range.until) : range);
        }
    }

    private static void add(Range range, List<Range> ranges) {
        if (!range.isEmpty()) {
            ranges.add(range);
        }
    }
}
