package org.redstats.demo.launcher;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.redstats.auth.AuthProperties;
import org.redstats.auth.SignIn;
import org.springframework.http.server.PathContainer;

import static org.assertj.core.api.Assertions.assertThat;

class TrialIssuerTests {

    private static final PathContainer STAT = PathContainer.parsePath("/stat");

    @Test
    void whoeverAsksGetsATokenThatTheServicesBelieve() throws Exception {
        var port = freePort();
        try (var issuer = TrialIssuer.start(port); var http = HttpClient.newHttpClient()) {
            var address = TrialIssuer.address(port);
            var signIn = new SignIn(new AuthProperties(URI.create(address), null, List.of(TrialIssuer.AUDIENCE),
                    Duration.ZERO));

            var ann = signIn.caller(STAT, TrialToken.of(http, address, "ann", ""));
            var admin = signIn.caller(STAT, TrialToken.of(http, address, "root", "red.admin"));

            assertThat(issuer).isNotNull();
            assertThat(ann.userId()).isEqualTo("ann");
            assertThat(ann.seesAll()).isFalse();
            assertThat(admin.seesAll()).isTrue();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
