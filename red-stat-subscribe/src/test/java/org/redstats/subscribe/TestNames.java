package org.redstats.subscribe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.redstats.subscribe.egress.Names;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A name service whose answers a test decides; it knows literal addresses, and nothing of the outside. */
@TestConfiguration(proxyBeanMethods = false)
public class TestNames {

    private static final Map<String, List<String>> ANSWERS = new ConcurrentHashMap<>();

    /** From now on the name means these addresses. */
    static void answer(String host, String... addresses) {
        ANSWERS.put(host, List.of(addresses));
    }

    @Bean
    Names testNames() {
        return TestNames::resolve;
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        var answer = ANSWERS.get(host);
        if (answer == null) {
            if (host.matches(".*[a-z].*") && !host.contains(":")) {
                throw new UnknownHostException(host);
            }
            return InetAddress.getAllByName(host);
        }
        var addresses = new InetAddress[answer.size()];
        for (var i = 0; i < addresses.length; i++) {
            addresses[i] = InetAddress.getByName(answer.get(i));
        }
        return addresses;
    }
}
