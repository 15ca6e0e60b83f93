package org.redstats.gateway.route;

import org.redstats.gateway.GatewayProperties;
import org.redstats.gateway.balance.Fleets;
import org.redstats.gateway.balance.InstanceChoice;
import org.redstats.gateway.failover.AnswerDeadline;
import org.redstats.gateway.failover.Failover;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.GatewayFilterSpec;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Which path goes to which service. */
@Configuration(proxyBeanMethods = false)
class Routes {

    private final GatewayProperties properties;
    private final Fleets fleets;
    private final AnswerDeadline deadline;

    Routes(GatewayProperties properties, Fleets fleets, AnswerDeadline deadline) {
        this.properties = properties;
        this.fleets = fleets;
        this.deadline = deadline;
    }

    @Bean
    RouteLocator toServices(RouteLocatorBuilder builder) {
        var routes = builder.routes();
        properties.backends().byService().forEach((service, bases) -> {
            if (bases.isEmpty()) {
                return;
            }
            routes.route(service, route -> route.path(path(service), path(service) + "/**")
                    .filters(filters -> guarded(filters, service))
                    .uri(InstanceChoice.SCHEME + "://" + service));
            routes.route("openapi-" + service, route -> route.path(Descriptions.PATH + "/" + service)
                    .filters(filters -> guarded(filters.setPath("/v3/api-docs"), service))
                    .uri(InstanceChoice.SCHEME + "://" + service));
        });
        return routes.build();
    }

    private static String path(String service) {
        return switch (service) {
            case GatewayProperties.STORE -> "/stat";
            case GatewayProperties.SUBSCRIBE -> "/sub";
            case GatewayProperties.NOTIFY -> "/ws";
            case GatewayProperties.RED -> "/red";
            default -> throw new IllegalArgumentException(service);
        };
    }

    private GatewayFilterSpec guarded(GatewayFilterSpec filters, String service) {
        return filters.filter(new BodyLimit(limit(service)))
                .filter(new Failover(service, fleets))
                .filter(deadline);
    }

    private DataSize limit(String service) {
        return service.equals(GatewayProperties.RED) ? properties.limits().image() : properties.limits().body();
    }
}
