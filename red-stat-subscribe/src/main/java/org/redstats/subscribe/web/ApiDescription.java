package org.redstats.subscribe.web;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.annotations.servers.Server;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI description at {@code /v3/api-docs} says of the service as a whole. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(info = @Info(title = "RED_STATS subscriptions", version = "1", description = """
        Alerts by mail for images redder than a threshold. Errors are `application/problem+json`."""), servers = @Server(url = "/"))
@SecurityScheme(name = "token", type = SecuritySchemeType.HTTP, scheme = "bearer", description = "The token that the subscription was answered with; without it the answer is 404.")
class ApiDescription {}
