package org.redstats.gateway.route;

import java.util.List;

import org.redstats.gateway.GatewayProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Lists at {@code /openapi} where the OpenAPI description of each service is. */
@Configuration(proxyBeanMethods = false)
class Descriptions {

    static final String PATH = "/openapi";

    /** As Swagger UI wants its list, so that it may be given as it is. */
    record Description(String name, String url) {}

    record Index(List<Description> urls) {}

    @Bean
    RouterFunction<ServerResponse> index(GatewayProperties properties) {
        var index = new Index(properties.backends()
                .byService()
                .entrySet()
                .stream()
                .filter(service -> !service.getValue().isEmpty())
                .map(service -> new Description(service.getKey(), PATH + "/" + service.getKey()))
                .toList());
        return RouterFunctions.route().GET(PATH, request -> ServerResponse.ok().bodyValue(index)).build();
    }
}
