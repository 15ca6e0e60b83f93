package org.redstats.subscribe.due;

import java.math.BigDecimal;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.databind.json.JsonMapper;

/** Writes the reddest images as a delivery keeps them. */
final class ImagesJson {

    private final JsonMapper json;

    ImagesJson(JsonMapper json) {
        this.json = json;
    }

    private record Image(@JsonProperty("user_id") String userId, @JsonProperty("red_value") double redValue,
            @JsonProperty("when") BigDecimal seconds) {

        static Image of(Match match) {
            var at = match.occurredAt();
            return new Image(match.userId(), match.redValue(),
                    BigDecimal.valueOf(at.getEpochSecond()).add(BigDecimal.valueOf(at.getNano(), 9)));
        }
    }

    String text(List<Match> matches) {
        return json.writeValueAsString(matches.stream().map(Image::of).toList());
    }
}
