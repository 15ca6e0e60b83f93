package org.redstats.subscribe;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "red.subscribe.delivery.per-host-a-day=3")
class HostLimitTests extends ServiceTests {

    @Test
    void tellsAHostNoMoreInADayAndTheRestTheNextDay() {
        for (var name : new String[]{"ann", "bob", "eve", "joe", "kim"}) {
            subscribe(name + "@Example.org", 0.5);
        }
        var other = subscribe("ann@example.net", 0.5);
        publish("1", 0.6);

        await().until(() -> count("SELECT count(*) FROM delivery WHERE state = 'sent'") == 4);
        await().until(() -> count("SELECT count(*) FROM subscription WHERE due_at > now()") == 2);
        assertThat(deliveries(other)).hasSize(1);
        publish("1", 0.7);
        await().until(() -> count("SELECT count(*) FROM subscription WHERE due_at > now()") == 5);
        await().until(() -> deliveries(other).size() == 2);
        assertThat(count("SELECT told FROM told_host WHERE host = 'example.org'")).isEqualTo(3);

        jdbc.sql("UPDATE told_host SET told_on = told_on - 1").update();
        jdbc.sql("UPDATE subscription SET due_at = now() WHERE due_at IS NOT NULL").update();
        await().until(() -> count("SELECT count(*) FROM delivery WHERE state = 'sent'") == 8);
        assertThat(count("SELECT count(*) FROM subscription WHERE due_at > now()")).isEqualTo(2);
        assertThat(count("SELECT max(told) FROM told_host")).isEqualTo(3);
    }
}
