package org.redstats.subscribe.subscriptions;

import java.util.Locale;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Keeps a status in the database as the outside names it. */
@Converter(autoApply = true)
class StatusConverter implements AttributeConverter<Status, String> {

    @Override
    public String convertToDatabaseColumn(Status status) {
        return status.text();
    }

    @Override
    public Status convertToEntityAttribute(String text) {
        return Status.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
