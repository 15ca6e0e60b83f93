package org.redstats.subscribe;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.DeadLetters;
import org.springframework.http.HttpMethod;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class AlertTests extends ServiceTests {

    @Test
    void mailsTheFirstMatchWithAllThatAMailNeeds() {
        var ann = subscribe("ann@example.org", 0.5, Map.of());
        publish("42", 0.87);

        await().until(() -> mailsTo("ann@example.org").size() == 1);
        var mail = mailsTo("ann@example.org").getFirst();
        assertThat(mail.subject()).isEqualTo("Red 0.87 > 0.5: 1 image");
        assertThat(mail.from().name()).isEqualTo("RED_STATS");
        assertThat(mail.from().address()).isEqualTo("alerts@example.org");
        assertThat(mail.header("List-Unsubscribe"))
                .startsWith("<https://red.example.org/sub/" + ann.id() + "/unsubscribe?token=").endsWith(">");
        assertThat(mail.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
        await().until(() -> deliveries(ann).getFirst().path("state").asString().equals("sent"));
        assertThat(mail.messageId())
                .isEqualTo(deliveries(ann).getFirst().path("id").asString() + "@example.org");
        assertThat(mail.text()).contains("0.87  user 42,", "at most once in 1 minute", "Unsubscribe: https://red.");
        assertThat(mail.html()).contains("One image was redder than 0.5.", ">42</b>");
    }

    @Test
    void mailsALinkThatItsReaderMayChangeTheSubscriptionWith() {
        var ann = subscribe("ann@example.org", 0.5);
        publish("42", 0.87);

        await().until(() -> mailsTo("ann@example.org").size() == 1);
        var link = mailsTo("ann@example.org").getFirst().text().lines().filter(line -> line.contains("/#")).findFirst()
                .orElseThrow();
        assertThat(link).contains("https://red.example.org/#subscription=" + ann.id() + "&token=")
                .doesNotContain(ann.token());
        var reader = new Owned(ann.id(), link.substring(link.lastIndexOf('=') + 1));
        as(reader, HttpMethod.GET, "").expectStatus().isOk();
        patch(reader, "{\"red_threshold\":0.9}").expectStatus().isOk();
        as(new Owned(subscribe("bob@example.org", 0.5).id(), reader.token()), HttpMethod.GET, "").expectStatus()
                .isNotFound();
    }

    @Test
    void showsForeignNamesRightAndMarkupAsText() {
        subscribe("ann@example.org", 0.5);
        publish("Zoë 🟥 <b>x", 0.75);

        await().until(() -> mailsTo("ann@example.org").size() == 1);
        var mail = mailsTo("ann@example.org").getFirst();
        assertThat(mail.text()).contains("user Zoë 🟥 <b>x,");
        assertThat(mail.html()).contains("Zoë 🟥 &lt;b&gt;x").doesNotContain("<b>x");
    }

    @Test
    void countsOnlyWhatIsStrictlyRedder() {
        var ann = subscribe("ann@example.org", 0.5);
        publish("1", 0.5);
        publish("1", Math.nextUp(0.5));
        awaitQuiet();

        assertThat(deliveries(ann)).extracting(delivery -> delivery.path("events").asLong()).containsExactly(1L);
        assertThat(mailsTo("ann@example.org").getFirst().subject()).isEqualTo("Red 0.5000000000000001 > 0.5: 1 image");
    }

    @Test
    void mailsARedeliveredEventOnce() {
        subscribe("ann@example.org", 0.5);
        var old = new RedEvent(UUID.randomUUID(), "1", 0.9, Instant.now().minus(400, ChronoUnit.DAYS));
        var event = publish("1", 0.8);
        publish(old);
        awaitQuiet();
        publish(event);
        publish(old);
        publish(event);
        awaitQuiet();

        assertThat(count("SELECT sum(events) FROM delivery")).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM red_event_log_default")).isEqualTo(1);
    }

    @Test
    void looksOnlyAtTheUserThatWasAskedFor() {
        subscribe("ann@example.org", 0.5, Map.of("user_id", 42, "min_interval", "PT0S"));
        subscribe("bob@example.org", 0.5, Map.of("user_id", "43", "min_interval", "PT0S"));
        publish("42", 0.6);
        publish("44", 0.9);
        awaitQuiet();

        assertThat(mailsTo("ann@example.org")).hasSize(1);
        assertThat(mailsTo("ann@example.org").getFirst().text()).contains("Only images of the user 42");
        assertThat(mailsTo("bob@example.org")).isEmpty();
    }

    @Test
    void gathersWhatComesWithinTheIntervalIntoOneMail() {
        var ann = subscribe("ann@example.org", 0.5, Map.of("min_interval", "PT6S"));
        publish("1", 0.6);
        await().until(() -> mailsTo("ann@example.org").size() == 1);
        for (var i = 0; i < 7; i++) {
            publish("user " + i, 0.91 + i / 100.0);
        }

        await().until(() -> mailsTo("ann@example.org").size() == 2);
        var mail = mailsTo("ann@example.org").getFirst();
        assertThat(mail.subject()).isEqualTo("7 images redder than 0.5 (reddest 0.97)");
        assertThat(mail.text()).contains("0.97  user user 6", "0.93  user user 2", "and 2 more", "First: ", "Last: ")
                .doesNotContain("user user 1,");
        assertThat(deliveries(ann)).extracting(delivery -> delivery.path("events").asLong()).containsExactly(7L, 1L);
        assertThat(count("""
                SELECT count(*) FROM delivery a JOIN delivery b ON b.created_at >= a.created_at + interval '6 s'"""))
                .isOne();
    }

    @Test
    void tellsEveryMatchAsItComesWhereNoIntervalIsWished() {
        subscribe("ann@example.org", 0.5);
        for (var i = 1; i <= 3; i++) {
            var mails = i;
            publish("1", 0.6);
            await().until(() -> mailsTo("ann@example.org").size() == mails);
        }
    }

    @Test
    void gathersWhatIsBeyondTheDaysLimitUntilTomorrow() {
        var ann = subscribe("ann@example.org", 0.5);
        jdbc.sql("UPDATE subscription SET told_on = CAST(now() AT TIME ZONE 'UTC' AS date), told = 2000").update();
        publish("1", 0.6);
        await().until(() -> count("SELECT count(*) FROM subscription WHERE due_at > now()") == 1);
        publish("1", 0.7);
        awaitQuiet();
        assertThat(deliveries(ann)).isEmpty();

        jdbc.sql("UPDATE subscription SET told_on = told_on - 1, due_at = now()").update();

        await().until(() -> mailsTo("ann@example.org").size() == 1);
        assertThat(mailsTo("ann@example.org").getFirst().subject()).startsWith("2 images redder than 0.5");
    }

    @Test
    void doesNotTellOfWhatCameBeforeTheSubscription() {
        subscribe("bob@example.org", 0.5);
        publish("1", 0.9);
        awaitQuiet();
        subscribe("ann@example.org", 0.5);
        publish("1", 0.8);
        awaitQuiet();

        assertThat(mailsTo("ann@example.org")).extracting("subject").containsExactly("Red 0.8 > 0.5: 1 image");
        assertThat(mailsTo("bob@example.org")).hasSize(2);
    }

    @Test
    void setsABadMessageAsideAndMailsItsNeighbours() {
        subscribe("ann@example.org", 0.5);
        publish("1", 0.6);
        publish("{\"user_id\":\"1\",\"red_value\":\"very\"}".getBytes(UTF_8));
        publish("1", 0.7);

        var dead = Objects.requireNonNull(rabbit.receive("red.subscribe.dead", 20_000));
        assertThat(dead.getMessageProperties().<String>getHeader(DeadLetters.REASON_HEADER)).startsWith("red_value ");
        awaitQuiet();
        assertThat(count("SELECT sum(events) FROM delivery WHERE state = 'sent'")).isEqualTo(2);
    }

    @Test
    void takesEventsOfAnyTime() {
        subscribe("ann@example.org", 0.5);
        publish(new RedEvent(UUID.randomUUID(), "1", 0.6, Instant.parse("0000-01-01T00:00:00.000001Z")));

        await().until(() -> mailsTo("ann@example.org").size() == 1);
    }
}
