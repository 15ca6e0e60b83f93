package org.redstats.notify.socket;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.redstats.notify.NotifyProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import tools.jackson.databind.json.JsonMapper;

/** Answers a request that is not to be upgraded, while it is still HTTP. */
@Component
class Admission implements HandshakeInterceptor {

    private final Connections connections;
    private final CorsConfiguration origins = new CorsConfiguration();
    private final JsonMapper json;

    Admission(Connections connections, NotifyProperties properties, JsonMapper json) {
        this.connections = connections;
        this.origins.setAllowedOriginPatterns(properties.allowedOrigins());
        this.json = json;
    }

    @Override
    public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
            Map<String, Object> attributes) throws IOException {
        var problem = problem(request, response.getHeaders());
        if (problem == null) {
            return true;
        }
        response.setStatusCode(HttpStatus.valueOf(problem.getStatus()));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getBody().write(json.writeValueAsBytes(problem));
        return false;
    }

    private @Nullable ProblemDetail problem(ServerHttpRequest request, HttpHeaders answer) {
        var headers = request.getHeaders();
        if (!HttpMethod.GET.equals(request.getMethod())) {
            answer.setAllow(Set.of(HttpMethod.GET));
            return problem(HttpStatus.METHOD_NOT_ALLOWED, "Only GET opens a WebSocket.");
        }
        if (!"websocket".equalsIgnoreCase(headers.getUpgrade())) {
            answer.setUpgrade("websocket");
            return problem(HttpStatus.UPGRADE_REQUIRED, "This is a WebSocket endpoint. Connect with a WebSocket client"
                    + " to ws://<host>/ws?red_threshold=0.5, or send {\"red_threshold\":0.5} once connected.");
        }
        var origin = headers.getOrigin();
        if (origin != null && origins.checkOrigin(origin) == null) {
            return problem(HttpStatus.FORBIDDEN, "Pages of this origin may not connect.");
        }
        if (!connections.areTaken()) {
            return problem(HttpStatus.SERVICE_UNAVAILABLE, "This instance is stopping; try again.");
        }
        return null;
    }

    private static ProblemDetail problem(HttpStatus status, String detail) {
        return ProblemDetail.forStatusAndDetail(status, detail);
    }

    @Override
    public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
            @Nullable Exception failure) {
        // nothing is held for the handshake
    }
}
