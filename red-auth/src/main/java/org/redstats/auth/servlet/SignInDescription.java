package org.redstats.auth.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.redstats.auth.Caller;
import org.redstats.auth.SignIn;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.server.PathContainer;

import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE;

/** Says in a service's OpenAPI description which operations ask for a token where sign-in is on. */
final class SignInDescription implements OpenApiCustomizer {

    private static final String SCHEME = "sign_in";

    @Override
    public void customise(OpenAPI description) {
        if (description.getComponents() == null) {
            description.setComponents(new Components());
        }
        description.getComponents().addSecuritySchemes(SCHEME, new SecurityScheme().type(SecurityScheme.Type.HTTP)
                .scheme("bearer").bearerFormat("JWT").description("""
                        A token of RED's own sign-in, where it is on. It lets its user see what has the own `user_id`, \
                        and with the scope `%s` everything. Where sign-in is off, none is needed."""
                        .formatted(Caller.ADMIN)));
        description.getPaths().forEach((path, item) -> {
            if (!SignIn.isOpen(PathContainer.parsePath(path))) {
                item.readOperations().forEach(SignInDescription::describe);
            }
        });
    }

    private static void describe(Operation operation) {
        var before = operation.getSecurity() == null ? List.of(new SecurityRequirement()) : operation.getSecurity();
        var ways = new ArrayList<>(List.of(new SecurityRequirement().addList(SCHEME)));
        ways.addAll(before);
        operation.setSecurity(ways);
        operation.getResponses()
                .addApiResponse("401", refusal(401, "Unauthorized", "The token has expired",
                        "Where sign-in is on: there is no token, or none to be believed; see `WWW-Authenticate`."))
                .addApiResponse("403", refusal(403, "Forbidden", "Only your own user_id is yours to ask for",
                        "Where sign-in is on: this is about another user than the token's."));
    }

    private static ApiResponse refusal(int status, String title, String detail, String description) {
        return new ApiResponse().description(description)
                .content(new Content().addMediaType(APPLICATION_PROBLEM_JSON_VALUE,
                        new MediaType().schema(new ObjectSchema())
                                .example(Map.of("title", title, "status", status, "detail", detail))));
    }
}
