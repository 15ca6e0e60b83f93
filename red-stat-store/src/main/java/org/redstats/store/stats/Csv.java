package org.redstats.store.stats;

import java.io.Writer;

import tools.jackson.databind.SequenceWriter;
import tools.jackson.dataformat.csv.CsvMapper;

/** Records as comma-separated values (RFC 4180), their first line the names of the fields. */
final class Csv {

    private static final CsvMapper MAPPER = new CsvMapper();

    private Csv() {}

    static String of(Series series) {
        return MAPPER.writer(MAPPER.schemaFor(Series.Point.class).withHeader()).writeValueAsString(series.points());
    }

    /** Writes what it is given, when it is flushed. */
    static SequenceWriter ofEvents(Writer out) {
        return MAPPER.writer(MAPPER.schemaFor(EventPage.Event.class).withHeader()).writeValues(out);
    }
}
