package org.redstats.gateway;

import java.security.Security;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** One address for all services, and the dashboard. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayApplication {

    public static void main(String[] args) {
        forgetAddressesQuickly();
        SpringApplication.run(GatewayApplication.class, args);
    }

    /** Instances come and go under one name; the JVM would remember its addresses for half a minute. */
    private static void forgetAddressesQuickly() {
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }
}
