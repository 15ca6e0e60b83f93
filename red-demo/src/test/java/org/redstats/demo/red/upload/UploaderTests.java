package org.redstats.demo.red.upload;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.redstats.auth.Caller;
import org.redstats.auth.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UploaderTests {

    private static final Caller ANN = new Caller("ann", false, Instant.MAX);
    private static final Caller ADMIN = new Caller("root", true, Instant.MAX);

    @Test
    void whoIsSignedInNeedNotSayIt() {
        assertThat(Uploader.of(ANN, null, null).userId()).isEqualTo("ann");
        assertThat(Uploader.of(ANN, "ann", null).userId()).isEqualTo("ann");
        assertThat(Uploader.of(ADMIN, null, null).userId()).isEqualTo("root");
    }

    @Test
    void nobodySendsAnothersImagesButAnAdmin() {
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> Uploader.of(ANN, "bob", null));
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> Uploader.of(ANN, null, "bob"));
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> Uploader.of(ANN, "bob", "ann"));
        assertThat(Uploader.of(ADMIN, "bob", null).userId()).isEqualTo("bob");
    }

    @Test
    void whileSignInIsOffOneSaysIt() {
        assertThat(Uploader.of(Caller.ANYBODY, "bob", null).userId()).isEqualTo("bob");
        assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> Uploader.of(Caller.ANYBODY, null, null));
    }
}
