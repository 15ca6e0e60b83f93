package org.redstats.gateway;

import java.security.Security;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** One address for all services, and the dashboard. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayApplication {

    public static void main(String[] args) {
        forgetAddressesQuickly();
        SpringApplication.run(GatewayApplication.class, args);
    }

    /**
     * HTTP/2 where there is TLS. Without, a client that asks for an upgrade by itself, as Java's does, would get it
     * where it is no help: its uploads are refused, and so is what it asks for beyond 100 requests at once. Whoever wants
     * it nevertheless sets server.http2.enabled.
     */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> http2OverTls() {
        return factory -> {
            if (Ssl.isEnabled(factory.getSsl())) {
                var http2 = new Http2();
                http2.setEnabled(true);
                factory.setHttp2(http2);
            }
        };
    }

    /** Instances come and go under one name; the JVM would remember its addresses for half a minute. */
    private static void forgetAddressesQuickly() {
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }
}
