package org.redstats.subscribe;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.redstats.embedded.Mail;

import static org.assertj.core.api.Assertions.assertThat;

class HandOverTests extends ServiceTests {

    @Test
    void triesAgainWhatTheMailServerRefuses() {
        var ann = subscribe("ann@example.org", 0.5);
        sink.refuseNext(1, 451);
        publish("1", 0.6);

        await().until(() -> deliveries(ann).size() == 1
                && deliveries(ann).getFirst().path("last_error").asString("").contains("451"));
        assertThat(state(ann)).isEqualTo("pending");
        jdbc.sql("UPDATE delivery SET next_attempt_at = now()").update();
        await().until(() -> state(ann).equals("sent"));

        assertThat(deliveries(ann).getFirst().path("attempts").asInt()).isEqualTo(2);
        assertThat(deliveries(ann).getFirst().path("last_error").isNull()).isTrue();
        assertThat(mailsTo("ann@example.org")).hasSize(1);
    }

    @Test
    void doesNotTryAgainWhatIsRefusedForGood() {
        var ann = subscribe("ann@example.org", 0.5);
        sink.refuseNext(1, 550);
        publish("1", 0.6);

        await().until(() -> deliveries(ann).size() == 1 && state(ann).equals("failed"));
        assertThat(deliveries(ann).getFirst().path("last_error").asString()).isEqualTo("the mail server answered 550");
    }

    @Test
    void disablesAnAddressThatIsRefusedTimeAndAgain() {
        var ann = subscribe("ann@example.org", 0.5);
        var otherOfAnn = subscribe("Ann@example.org", 0.99);
        var bob = subscribe("bob@example.org", 0.95);
        for (var i = 1; i <= 3; i++) {
            var refusals = i;
            sink.refuseNext(1, 550);
            publish("1", 0.6);
            await().until(() -> count("SELECT count(*) FROM delivery WHERE state = 'failed'") == refusals);
        }

        await().until(() -> count("SELECT count(*) FROM subscription WHERE status = 'disabled'") == 2);
        assertThat(count("SELECT count(*) FROM subscription WHERE status = 'active' AND id = '" + bob.id() + "'"))
                .isOne();
        assertThat(deliveries(ann)).hasSize(3);
        assertThat(deliveries(otherOfAnn)).isEmpty();
    }

    @Test
    void countsRefusalsAnewAfterAMail() {
        subscribe("ann@example.org", 0.5);
        sink.refuseNext(1, 550);
        publish("1", 0.6);
        await().until(() -> count("SELECT count(*) FROM subscription WHERE refusals = 1") == 1);
        publish("1", 0.7);

        await().until(() -> count("SELECT count(*) FROM subscription WHERE refusals = 0") == 1);
    }

    @Test
    void givesUpAfterADay() {
        var ann = subscribe("ann@example.org", 0.5);
        sink.refuseNext(2, 451);
        publish("1", 0.6);
        await().until(() -> deliveries(ann).size() == 1
                && deliveries(ann).getFirst().path("last_error").asString("").contains("451"));
        jdbc.sql("UPDATE delivery SET retry_since = now() - interval '25 hours', next_attempt_at = now()").update();

        await().until(() -> state(ann).equals("failed"));
        assertThat(deliveries(ann).getFirst().path("attempts").asInt()).isEqualTo(2);
    }

    @Test
    void letsOneFailureAmongManyFailAlone() {
        IntStream.range(0, 20).forEach(i -> subscribe("user" + i + "@example.org", 0.5));
        sink.refuseNext(1, 451);
        publish("1", 0.6);

        await().until(() -> count("SELECT count(*) FROM delivery WHERE state = 'sent'") == 19);
        assertThat(count("SELECT count(*) FROM delivery WHERE state = 'pending' AND attempts = 1")).isOne();
        jdbc.sql("UPDATE delivery SET next_attempt_at = now()").update();
        awaitQuiet();

        assertThat(sink.messages()).extracting(mail -> mail.to().getFirst().address()).hasSize(20)
                .doesNotHaveDuplicates();
    }

    @Test
    void waitsForAMailServerThatIsAway() {
        var ann = subscribe("ann@example.org", 0.5);
        sink.stop();
        publish("1", 0.6);
        publish("1", 0.7);
        await().until(() -> count("SELECT coalesce(sum(events), 0) FROM delivery") == 2);

        sink.startAgain();
        awaitQuiet();

        assertThat(deliveries(ann)).allMatch(delivery -> delivery.path("state").asString().equals("sent")
                && delivery.path("attempts").asInt() == 1);
        assertThat(mailsTo("ann@example.org")).hasSameSizeAs(deliveries(ann));
    }

    @Test
    void repeatsAMailWhoseRecordWasLostWithTheSameMessageId() {
        jdbc.sql("""
                CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.attempts = 1 THEN RAISE 'as if the process had died here'; END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER crash BEFORE UPDATE ON delivery FOR EACH ROW WHEN (NEW.state = 'sent')
                EXECUTE FUNCTION crash()""").update();
        try {
            var ann = subscribe("ann@example.org", 0.5);
            publish("1", 0.6);

            await().until(() -> mailsTo("ann@example.org").size() == 2);
            await().until(() -> state(ann).equals("sent"));
            assertThat(mailsTo("ann@example.org")).extracting(Mail::messageId).containsOnly(
                    deliveries(ann).getFirst().path("id").asString() + "@example.org");
        } finally {
            jdbc.sql("DROP TRIGGER crash ON delivery; DROP FUNCTION crash()").update();
        }
    }

    private String state(Owned owner) {
        return deliveries(owner).getFirst().path("state").asString();
    }
}
