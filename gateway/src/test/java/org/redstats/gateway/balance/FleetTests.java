package org.redstats.gateway.balance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.redstats.gateway.GatewayApplication;
import org.redstats.gateway.RunningGateway;
import org.redstats.gateway.StandIn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class FleetTests {

    private static final AtomicReference<List<String>> addresses = new AtomicReference<>(List.of());

    @Test
    void followsTheAddressesOfAName() {
        addresses.set(List.of("127.0.0.1"));
        try (var one = StandIn.at("127.0.0.1", 0, "one");
                var two = StandIn.at("127.0.0.2", one.port(), "two");
                var gateway = RunningGateway.with(NamesOfTheTest.class,
                        "red.gateway.backends.store=http://store.example.org:" + one.port())) {
            await().untilAsserted(() -> assertThat(answering(gateway)).containsExactly("one"));
            addresses.set(List.of("127.0.0.1", "127.0.0.2"));
            await().untilAsserted(() -> assertThat(answering(gateway)).containsExactlyInAnyOrder("one", "two"));
            addresses.set(List.of("127.0.0.2"));
            await().untilAsserted(() -> assertThat(answering(gateway)).containsExactly("two"));
            assertThat(two.requests()).isNotEmpty();
        }
    }

    @Test
    void keepsItsInstancesWhileNamesCannotBeResolved() {
        addresses.set(List.of("127.0.0.1"));
        try (var one = StandIn.at("127.0.0.1", 0, "one");
                var gateway = RunningGateway.with(NamesOfTheTest.class,
                        "red.gateway.backends.store=http://store.example.org:" + one.port())) {
            await().untilAsserted(() -> assertThat(answering(gateway)).containsExactly("one"));
            int lookups = NamesOfTheTest.failures.get();
            addresses.set(List.of());
            await().until(() -> NamesOfTheTest.failures.get() > lookups + 2);

            assertThat(answering(gateway)).containsExactly("one");
        }
    }

    private static Set<String> answering(RunningGateway gateway) {
        return IntStream.range(0, 6)
                .mapToObj(i -> gateway.get("/stat").body().lines().findFirst().orElse(""))
                .collect(Collectors.toSet());
    }

    @Configuration(proxyBeanMethods = false)
    @Import(GatewayApplication.class)
    static class NamesOfTheTest {

        static final AtomicInteger failures = new AtomicInteger();

        @Bean
        @Primary
        NameLookup namesOfTheTest() {
            return host -> {
                List<String> now = addresses.get();
                if (now.isEmpty()) {
                    failures.incrementAndGet();
                    throw new UnknownHostException(host);
                }
                var all = new InetAddress[now.size()];
                for (int i = 0; i < all.length; i++) {
                    all[i] = InetAddress.getByName(now.get(i));
                }
                return all;
            };
        }
    }
}
