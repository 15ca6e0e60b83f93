package org.redstats.auth;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CallerTests {

    private static final Caller ANN = new Caller("ann", false, Instant.MAX);
    private static final Caller ADMIN = new Caller("root", true, Instant.MAX);

    @Test
    void oneAsksForOneselfNamedOrNot() {
        assertThat(ANN.about("ann")).isEqualTo("ann");
        assertThat(ANN.about(null)).isEqualTo("ann");
    }

    @Test
    void oneDoesNotAskForAnother() {
        for (var other : List.of("bob", "ANN", "ann ", "")) {
            assertThatExceptionOfType(Refused.class).isThrownBy(() -> ANN.about(other))
                    .satisfies(e -> assertThat(e.getStatusCode().value()).isEqualTo(403));
        }
    }

    @Test
    void anAdminAndAnybodyWhileSignInIsOffAskForAnybody() {
        for (var caller : List.of(ADMIN, Caller.ANYBODY)) {
            assertThat(caller.about("bob")).isEqualTo("bob");
            assertThat(caller.about(null)).isNull();
        }
    }

    @Test
    void aStrangerAsksForNobody() {
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> Caller.STRANGER.about(null));
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> Caller.STRANGER.about("ann"));
    }
}
