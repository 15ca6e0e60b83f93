package org.redstats.subscribe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.redstats.embedded.Mail;
import org.redstats.embedded.MailSink;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;
import org.redstats.testing.TestBroker;
import org.redstats.testing.TestDatabase;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

/** The whole service on a real broker, database and mail server, empty before each test. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
        "red.subscribe.poll-interval=50ms", "red.subscribe.delivery.connections=4", "red.subscribe.delivery.lease=10s",
        "red.subscribe.public-base-url=https://red.example.org/", "red.subscribe.webhook.allow-http=true",
        "red.subscribe.webhook.allowed-networks=127.0.0.1/32", "red.subscribe.webhook.per-host=2",
        "red.subscribe.webhook.timeout=5s", "red.subscribe.confirmation.required=false",
        "red.subscribe.limits.per-client=2000", "red.subscribe.limits.per-target=40"})
@Import({TestNames.class, TestBroker.Properties.class, TestDatabase.Properties.class, TestMail.Properties.class})
public abstract class ServiceTests {

    protected static final JsonMapper JSON = JsonMapper.builder().build();
    protected final MailSink sink = TestMail.shared();

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected RabbitTemplate rabbit;

    protected RestTestClient http;

    @BeforeEach
    void empty(@LocalServerPort int port) {
        http = RestTestClient.bindToServer(new JdkClientHttpRequestFactory()).baseUrl("http://localhost:" + port)
                .build();
        // The workers do not stop for it: it may meet one of them half way.
        await().ignoreException(PessimisticLockingFailureException.class).until(() -> {
            jdbc.sql("TRUNCATE subscription, delivery, confirmation, allowance, told_host, red_event_log").update();
            return true;
        });
        sink.startAgain();
        sink.refuseNext(0, 451);
        sink.clear();
    }

    /** A subscription as its owner got it. */
    protected record Owned(String id, String token) {}

    protected Owned subscribe(String email, double threshold, Map<String, Object> more) {
        var body = new java.util.HashMap<String, Object>(more);
        body.put("email", email);
        body.put("red_threshold", threshold);
        var answer = json(post(body).expectStatus().isCreated().expectBody().returnResult().getResponseBodyContent());
        return new Owned(answer.path("id").asString(), answer.path("token").asString());
    }

    protected RestTestClient.ResponseSpec post(Map<String, Object> body) {
        return http.post().uri("/sub").contentType(MediaType.APPLICATION_JSON).body(body).exchange();
    }

    protected Owned subscribe(String email, double threshold) {
        return subscribe(email, threshold, Map.of("min_interval", "PT0S"));
    }

    protected RestTestClient.ResponseSpec as(Owned owner, HttpMethod method, String path) {
        return http.method(method).uri("/sub/" + owner.id() + path).header("Authorization", "Bearer " + owner.token())
                .exchange();
    }

    protected RestTestClient.ResponseSpec patch(Owned owner, String body) {
        return http.patch().uri("/sub/" + owner.id()).header("Authorization", "Bearer " + owner.token())
                .contentType(MediaType.APPLICATION_JSON).body(body).exchange();
    }

    protected List<JsonNode> deliveries(Owned owner) {
        return json(as(owner, HttpMethod.GET, "/deliveries").expectStatus().isOk().expectBody().returnResult()
                .getResponseBodyContent()).path("deliveries").valueStream().toList();
    }

    protected static JsonNode json(byte[] body) {
        return JSON.readTree(body);
    }

    protected RedEvent publish(String userId, double redValue) {
        return publish(new RedEvent(UUID.randomUUID(), userId, redValue, Instant.now()));
    }

    protected RedEvent publish(RedEvent event) {
        publish(RedEventJson.write(event));
        return event;
    }

    protected void publish(byte[] body) {
        rabbit.send(RedExchange.NAME, "", org.springframework.amqp.core.MessageBuilder.withBody(body)
                .setContentType("application/json").build());
    }

    protected List<Mail> mailsTo(String email) {
        return sink.messages().stream().filter(mail -> mail.to().getFirst().address().equals(email)).toList();
    }

    /** Returns when everything that was published has been logged, gathered and handed over, and nobody is due. */
    protected void awaitQuiet() {
        var marker = UUID.randomUUID();
        publish(new RedEvent(marker, "nobody", 0, Instant.now()));
        await().until(() -> count("SELECT count(*) FROM red_event_log WHERE event_id = '" + marker + "'") == 1);
        await().until(() -> count("""
                SELECT (SELECT count(*) FROM red_event_log, wake WHERE xid >= done)
                     + (SELECT count(*) FROM subscription WHERE due_at <= now())
                     + (SELECT count(*) FROM delivery WHERE state = 'pending')""") == 0);
    }

    protected long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    protected static ConditionFactory await() {
        return Awaitility.await().atMost(ofSeconds(60)).pollInterval(ofMillis(20));
    }
}
