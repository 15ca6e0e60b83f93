package org.redstats.store.stats;

import java.io.Writer;

import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/** Records as comma-separated values (RFC 4180), their first line the names of the fields. */
final class Csv {

    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvWriteFeature.STRICT_CHECK_FOR_QUOTING) // only what needs it
            .build();

    private Csv() {}

    static String of(Series series) {
        return writer(Series.Point.class).writeValueAsString(series.points());
    }

    /** Writes what it is given, when it is flushed. */
    static SequenceWriter ofEvents(Writer out) {
        return writer(EventPage.Event.class).writeValues(out);
    }

    private static ObjectWriter writer(Class<? extends Record> type) {
        return MAPPER.writer(MAPPER.schemaFor(type).withHeader().withLineSeparator("\r\n"));
    }
}
