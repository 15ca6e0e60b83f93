package org.redstats.store.stats;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.redstats.store.request.QueryString;
import org.redstats.store.request.Selection;
import org.redstats.store.stats.Cover.Range;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.exc.JacksonIOException;

@RestController
@RequestMapping("/stat")
@Tag(name = "Statistics", description = "Exact counts: what has been stored is counted.")
class StatController {

    private static final Logger log = LoggerFactory.getLogger(StatController.class);

    private final Counts counts;
    private final Events events;
    private final Clock clock;

    StatController(Counts counts, Events events, Clock clock) {
        this.counts = counts;
        this.events = events;
        this.clock = clock;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @StatOperation
    @Operation(summary = "Count the images of a window, and those redder than a threshold")
    ResponseEntity<Count> count(HttpServletRequest request) {
        var asked = Asked.of(request, clock);
        var selection = QueryString.read(asked.parameters(), query -> Selection.read(query, asked.now()));
        return Answer.about(selection.window(), asked, Count.of(selection, total(selection)));
    }

    @GetMapping(path = "/events", produces = MediaType.APPLICATION_JSON_VALUE)
    @StatOperation
    @Operation(summary = "List the images of a window, newest first", description = """
            Following `next_cursor` until it is null visits every image of the window once, even while new ones arrive. \
            A cursor remembers its window, threshold and user: they may be left out, or repeated as they were. \
            With `Accept: text/csv` all images of the window come as lines, whatever the limit.""")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Most images in one answer.", schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "The `next_cursor` of the answer before.", schema = @Schema(type = "string"))
    ResponseEntity<EventPage> events(HttpServletRequest request) {
        var asked = Asked.of(request, clock);
        var query = QueryString.read(asked.parameters(), parameters -> EventsQuery.read(parameters, asked.now()));
        return Answer.about(query.selection().window(), asked, events.page(query));
    }

    @GetMapping(path = "/events", produces = Answer.CSV)
    @StatOperation
    @Operation(summary = "List all images of a window, newest first, as comma-separated values")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = Answer.CSV, schema = @Schema(type = "string")))
    void eventsAsCsv(HttpServletRequest request, HttpServletResponse response) {
        var asked = Asked.of(request, clock);
        var query = QueryString.read(asked.parameters(), parameters -> EventsQuery.read(parameters, asked.now()));
        var page = events.page(query.ofWholePages());
        response.setContentType(Answer.csv().toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL,
                Answer.cacheControl(query.selection().window(), asked).getHeaderValue());
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        try (var csv = Csv.ofEvents(response.getWriter())) {
            while (true) {
                csv.writeAll(page.events());
                csv.flush();
                var cursor = page.nextCursor();
                if (cursor == null) {
                    return;
                }
                page = events.page(query.after(cursor));
            }
        } catch (IOException | JacksonIOException e) {
            log.debug("A client went away before it had all events", e);
        } catch (DataAccessException e) {
            throw new CutOff(e);
        }
    }

    private Tally total(Selection selection) {
        var range = Range.of(selection.window());
        return range.isEmpty() ? Tally.NONE
                : counts.of(List.of(range), selection.redThreshold(), selection.userId()).getFirst();
    }
}
