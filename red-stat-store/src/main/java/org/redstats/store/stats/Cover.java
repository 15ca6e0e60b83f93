package org.redstats.store.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.redstats.store.request.Window;
import org.redstats.store.rollup.Stretches;
import org.redstats.store.time.Micros;

/**
 * How ranges of time are put together: from what is counted ahead as far as possible, and from single events at the
 * ragged ends. All instants are microseconds since 1970.
 *
 * @param stretches what is counted ahead, none longer than a day
 * @param quarters what is counted ahead of steps of days that are over: their first quarter, first half or last quarter
 * @param hours as far as stretches of an hour or less and quarters reach, cut at midnight
 * @param rest where single events have to be counted
 */
record Cover(List<Stretch> stretches, List<Part> quarters, List<Part> hours, List<Part> rest) {

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

    /** A range to count, with sign 1, or to take off again, with sign -1, of what is counted with another. */
    record Part(int sign, Range range) {

        /** From one instant to another: to take off again if that one is the earlier. */
        private static Part between(long one, long other) {
            return one <= other ? new Part(1, new Range(one, other)) : new Part(-1, new Range(other, one));
        }
    }

    private Cover() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /**
     * @param ranges in their order, not overlapping; no stretch is used for more than one of them, and no quarter at all
     */
    static Cover of(List<Range> ranges, Steps steps) {
        var cover = new Cover();
        ranges.forEach(range -> cover.addDays(range, steps));
        return cover;
    }

    /**
     * For a single range: each end is moved to the nearest instant up to which events are counted ahead, and what lies
     * between is added or taken off. So at each end the events of half a quarter of a step have to be read at most; of half
     * a step where it has no quarters, and of half an hour where that has no steps.
     */
    static Cover of(Range range, Steps steps) {
        var cover = new Cover();
        var near = new Range(steps.nearest(range.first), steps.nearest(range.until));
        var ends = List.of(Part.between(range.first, near.first), Part.between(near.until, range.until));
        if (near.isEmpty() || range.length() <= ends.stream().mapToLong(end -> end.range.length()).sum()) {
            add(new Part(1, range), cover.rest);
            return cover;
        }
        ends.forEach(end -> add(end, cover.rest));
        var whole = new Range(cover.addQuarters(-1, near.first, steps), cover.addQuarters(1, near.until, steps));
        cover.stretches.addAll(of(List.of(whole), steps).stretches);
        cover.addHoursBesideDays(near);
        return cover;
    }

    /** The hours whose steps matter for ranges: those that are not used as a whole. */
    static Set<Long> brokenHours(List<Range> ranges) {
        return of(ranges, Steps.NONE).rest.stream()
                .map(part -> Micros.floor(part.range.first, Stretches.HOUR))
                .collect(Collectors.toSet());
    }

    /**
     * As parameters of a statement: arrays whose names begin with {@code stretch}, {@code quarter}, {@code hour} and
     * {@code rest}.
     */
    Map<String, Object> parameters() {
        var parameters = new HashMap<String, Object>();
        parameters.put("stretchSeconds", stretches.stream().mapToInt(Stretch::seconds).toArray());
        parameters.putAll(bounds("stretch", stretches.stream().map(Stretch::range).toList()));
        parameters.putAll(parts("quarter", quarters));
        parameters.putAll(parts("hour", hours));
        parameters.putAll(parts("rest", rest));
        return parameters;
    }

    private static Map<String, Object> parts(String name, List<Part> parts) {
        var parameters = new HashMap<String, Object>(bounds(name, parts.stream().map(Part::range).toList()));
        parameters.put(name + "Sign", parts.stream().mapToInt(Part::sign).toArray());
        return parameters;
    }

    /** Arrays of where ranges begin and end, whose names begin with the given one. */
    static Map<String, long[]> bounds(String name, List<Range> ranges) {
        return Map.of(name + "First", ranges.stream().mapToLong(Range::first).toArray(),
                name + "Until", ranges.stream().mapToLong(Range::until).toArray());
    }

    private void addDays(Range range, Steps steps) {
        var first = Micros.ceiling(range.first, Stretches.DAY);
        var until = Micros.floor(range.until, Stretches.DAY);
        if (first > until) {
            addHours(range, steps);
            return;
        }
        addHours(new Range(range.first, first), steps);
        addStretch(Stretches.DAY, new Range(first, until));
        addHours(new Range(until, range.until), steps);
    }

    private void addHours(Range range, Steps steps) {
        var first = Micros.ceiling(range.first, Stretches.HOUR);
        var until = Micros.floor(range.until, Stretches.HOUR);
        if (first > until) {
            addSteps(range, steps);
            return;
        }
        addSteps(new Range(range.first, first), steps);
        addStretch(Stretches.HOUR, new Range(first, until));
        addSteps(new Range(until, range.until), steps);
    }

    private void addSteps(Range part, Steps steps) {
        var step = steps.seconds(part.first);
        var first = step == 0 ? part.until : Micros.ceiling(part.first, step);
        var until = step == 0 ? part.until : Micros.floor(part.until, step);
        if (first > until) {
            add(new Part(1, part), rest);
            return;
        }
        add(new Part(1, new Range(part.first, first)), rest);
        addStretch(step, new Range(first, until));
        add(new Part(1, new Range(until, part.until)), rest);
    }

    private void addStretch(int seconds, Range range) {
        if (range.isEmpty()) {
            return;
        }
        stretches.add(new Stretch(seconds, range));
        if (seconds != Stretches.DAY) {
            var follows = !hours.isEmpty() && hours.getLast().range.until == range.first
                    && range.first != Micros.floor(range.first, Stretches.DAY);
            var first = follows ? hours.removeLast().range.first : range.first;
            hours.add(new Part(1, new Range(first, range.until)));
        }
    }

    /**
     * Adds what is counted ahead from the beginning of a step to an instant in it.
     *
     * @param sign 1 to count it, -1 to take it off
     * @return the end of the step that is nearer to the instant: up to there whole steps have to be counted, or taken off
     */
    private long addQuarters(int sign, long instant, Steps steps) {
        var step = steps.around(instant);
        if (instant - step.first <= step.until - instant) {
            add(new Part(sign, new Range(step.first, instant)), quarters);
            return step.first;
        }
        add(new Part(-sign, new Range(instant, step.until)), quarters);
        return step.until;
    }

    /** As far as a range is not made of the days that are there, which may reach further than it. */
    private void addHoursBesideDays(Range range) {
        var days = stretches.stream().filter(stretch -> stretch.seconds == Stretches.DAY).map(Stretch::range)
                .findFirst();
        var midnight = Micros.ceiling(range.first, Stretches.DAY);
        var first = days.map(Range::first).orElse(Math.min(midnight, range.until));
        var until = days.map(Range::until).orElse(first);
        add(Part.between(range.first, first), hours);
        add(Part.between(until, range.until), hours);
    }

    private static void add(Part part, List<Part> parts) {
        if (!part.range.isEmpty()) {
            parts.add(part);
        }
    }
}
