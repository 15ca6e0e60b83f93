package org.redstats.auth;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's keys. They are fetched when the first token comes, so that a service starts without the issuer; again
 * when they are old or a token names one that is not among them, though not more often than so that nobody can make us
 * a nuisance to the issuer; and the last ones serve for a while when the issuer is away.
 */
final class IssuerKeys implements JWKSource<SecurityContext>, JWKSetSource<SecurityContext> {

    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

    private static final int TIMEOUT_MILLIS = 3000;
    private static final int MOST_BYTES = 256 * 1024;
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration PATIENCE_OF_REQUESTS = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration BRIDGED_OUTAGE = Duration.ofHours(1);
    private static final String METADATA = "/.well-known/openid-configuration";

    private final DefaultResourceRetriever http = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS,
            MOST_BYTES);
    private final @Nullable URI issuer;
    private final JWKSource<SecurityContext> kept;
    private volatile @Nullable URI keys;
    private volatile boolean answered = true;

    /**
     * @param issuer whose metadata says where the keys are, if nobody else does
     * @param keys where they are, if that is known
     */
    IssuerKeys(@Nullable URI issuer, @Nullable URI keys) {
        this.issuer = issuer;
        this.keys = keys;
        this.kept = JWKSourceBuilder.create((JWKSetSource<SecurityContext>) this)
                .cache(FRESH.toMillis(), PATIENCE_OF_REQUESTS.toMillis())
                .refreshAheadCache(false)
                .rateLimited(PAUSE.toMillis())
                .outageTolerant(BRIDGED_OUTAGE.toMillis())
                .build();
    }

    /**
     * Those that a token may be signed with.
     *
     * @throws KeySourceException when nobody can say
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        try {
            var found = kept.get(selector, context);
            if (found.isEmpty() && !answered) {
                throw new KeySourceException("None of the last known keys; there may be newer ones");
            }
            return found;
        } catch (RateLimitReachedException e) {
            if (answered) {
                return List.of(); // the issuer was asked a moment ago, and there was no such key
            }
            throw e;
        }
    }

    /** Fetches them. */
    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        try {
            var fetched = JWKSet.parse(fetch(whereTheyAre()));
            if (!answered) {
                log.info("The issuer of the tokens answers again");
            }
            answered = true;
            return fetched;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            if (answered) {
                log.warn(
                        "The issuer of the tokens ({}) does not give its keys. Tokens signed with keys known already are"
                                + " believed for {} more; all other requests with a token are answered 503",
                        address(),
                        BRIDGED_OUTAGE, e);
            }
            answered = false;
            throw new JWKSetRetrievalException("The issuer's keys cannot be fetched", e);
        }
    }

    private URL whereTheyAre() throws IOException, ParseException {
        var known = keys;
        if (known == null) {
            var metadata = JSONObjectUtils.parse(fetch(URI.create(address() + METADATA).toURL()));
            var said = JSONObjectUtils.getString(metadata, "issuer");
            if (!address().equals(said)) {
                throw new IOException("The metadata of " + address() + " are those of " + said);
            }
            var found = JSONObjectUtils.getURI(metadata, "jwks_uri");
            if (found == null) {
                throw new IOException("The metadata of " + address() + " have no jwks_uri");
            }
            known = found;
            keys = found;
        }
        return known.toURL();
    }

    private String fetch(URL url) throws IOException {
        return http.retrieveResource(url).getContent();
    }

    private String address() {
        return String.valueOf(issuer == null ? keys : issuer);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
