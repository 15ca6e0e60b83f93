package org.redstats.demo.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.oauth2.sdk.TokenRequest;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** Issues a token to everybody who asks, for whomever they say they are: a mock, to try sign-in with and nothing else. */
final class TrialIssuer implements AutoCloseable {
    /** Whom its tokens are for. */
    static final String AUDIENCE = "red-stats";

    private static final String NAME = "trial";

    private final MockOAuth2Server server;

    private TrialIssuer(MockOAuth2Server server) {
        this.server = server;
    }

    static TrialIssuer start(int port) throws IOException {
        MockOAuth2Server server = new MockOAuth2Server(new OAuth2Config(true, null, null, false,
                new OAuth2TokenProvider(), Set.of(new AsAsked())));
        server.start(InetAddress.getLoopbackAddress(), port);
        return new TrialIssuer(server);
    }

    /** What tokens have as {@code iss} that were asked for at this address. */
    static String address(int port) {
        return "http://localhost:" + port + "/" + NAME;
    }

    @Override
    public void close() {
        server.shutdown();
    }

    /** The client's name is the user's, and the scopes are those that were asked for. */
    private static final class AsAsked implements OAuth2TokenCallback {
        private static final Duration VALID_FOR = Duration.ofHours(1);

        @Override
        public String issuerId() {
            return NAME;
        }

        @Override
        public String subject(TokenRequest request) {
            return (request.getClientAuthentication() == null ? request.getClientID()
                    : request.getClientAuthentication().getClientID()).getValue();
        }

        @Override
        public String typeHeader(TokenRequest request) {
            return "JWT";
        }

        @Override
        public List<String> audience(TokenRequest request) {
            return List.of(AUDIENCE);
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            return request.getScope() == null ? Map.of() : Map.of("scope", request.getScope().toString());
        }

        @Override
        public long tokenExpiry() {
            return VALID_FOR.toSeconds();
        }
    }
}
