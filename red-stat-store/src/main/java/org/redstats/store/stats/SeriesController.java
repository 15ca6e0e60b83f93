package org.redstats.store.stats;

import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import jakarta.servlet.http.HttpServletRequest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.redstats.store.request.QueryString;
import org.redstats.store.request.Rules;
import org.redstats.store.request.Selection;
import org.redstats.store.stats.Cover.Range;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Counts over time and over values. */
@RestController
@RequestMapping("/stat")
@Tag(name = "Statistics")
class SeriesController {

    private static final int MOST_BUCKETS = 200;
    private static final int DEFAULT_BUCKETS = 20;

    private final Counts counts;
    private final Histograms histograms;
    private final Clock clock;

    SeriesController(Counts counts, Histograms histograms, Clock clock) {
        this.counts = counts;
        this.histograms = histograms;
        this.clock = clock;
    }

    @GetMapping(path = "/series", produces = MediaType.APPLICATION_JSON_VALUE)
    @StatOperation
    @SeriesOperation
    @Operation(summary = "Count the images of a window point by point", description = """
            Points lie at multiples of the step in UTC: of a length since 1970, of months since the year 0. Those without \
            an image are there with 0. The first and the last count only what lies in the window. \
            With `Accept: text/csv` the points are lines of `from,total,above`.""")
    ResponseEntity<Series> series(HttpServletRequest request) {
        var asked = Asked.of(request, clock);
        var query = read(asked);
        return Answer.about(query.selection().window(), asked, count(query));
    }

    @GetMapping(path = "/series", produces = Answer.CSV)
    @StatOperation
    @SeriesOperation
    @Operation(summary = "Count the images of a window point by point, as comma-separated values")
    ResponseEntity<String> seriesAsCsv(HttpServletRequest request) {
        var asked = Asked.of(request, clock);
        var query = read(asked);
        return Answer.asCsv(query.selection().window(), asked, Csv.of(count(query)));
    }

    @GetMapping(path = "/histogram", produces = MediaType.APPLICATION_JSON_VALUE)
    @StatOperation
    @Operation(summary = "Count the images of a window by their values", description = """
            The buckets have equal widths, from 0 to a round number that no value exceeds. Each has its first value and \
            not its last, but for the last bucket, which has both. A threshold changes nothing here.""")
    @Parameter(name = "buckets", in = ParameterIn.QUERY, description = "How many buckets.", schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "20"))
    ResponseEntity<Histogram> histogram(HttpServletRequest request) {
        var asked = Asked.of(request, clock);
        var query = QueryString.read(asked.parameters(), parameters -> new HistogramQuery(
                Selection.read(parameters, asked.now()),
                parameters.value("buckets", Rules.integer(1, MOST_BUCKETS), DEFAULT_BUCKETS)));
        var window = query.selection.window();
        return Answer.about(window, asked,
                histograms.of(Range.of(window), query.buckets, query.selection.userId()));
    }

    private record HistogramQuery(Selection selection, int buckets) {}

    private static SeriesQuery read(Asked asked) {
        return QueryString.read(asked.parameters(), query -> SeriesQuery.read(query, asked.now()));
    }

    private Series count(SeriesQuery query) {
        var selection = query.selection();
        var threshold = selection.redThreshold();
        List<Range> ranges = IntStream.range(0, query.starts().size())
                .mapToObj(point -> Range.of(query.window(point)))
                .toList();
        var tallies = counts.of(ranges, threshold, selection.userId());
        var points = IntStream.range(0, ranges.size())
                .mapToObj(point -> new Series.Point(query.starts().get(point), tallies.get(point).total(),
                        threshold == null ? null : tallies.get(point).above()))
                .toList();
        return new Series(selection.window().from(), selection.window().to(), query.step().text(), threshold,
                selection.userId(), points);
    }
}
