package org.redstats.gateway.answer;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers every error of the gateway itself with problem+json, and says no more than the caller may know. */
@Component
@Order(-2)
class Problems implements ErrorWebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(error);
        }
        HttpStatusCode status = error instanceof ErrorResponse known
                ? known.getStatusCode()
                : HttpStatus.INTERNAL_SERVER_ERROR;
        if (status.value() == HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            log.error("{} {} failed", exchange.getRequest().getMethod(), exchange.getRequest().getPath(), error);
        }
        HttpHeaders headers = response.getHeaders();
        keepPermissions(headers);
        if (error instanceof ErrorResponse known) {
            headers.putAll(known.getHeaders());
        }
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        response.setStatusCode(status);
        byte[] body = json.writeValueAsBytes(problem(exchange, status, error));
        headers.setContentLength(body.length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** Of what was to be said, only that a page may read it. */
    private static void keepPermissions(HttpHeaders headers) {
        headers.headerNames()
                .stream()
                .filter(name -> !name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                .toList()
                .forEach(headers::remove);
    }

    private static Problem problem(ServerWebExchange exchange, HttpStatusCode status, Throwable error) {
        HttpStatus named = HttpStatus.resolve(status.value());
        String title = named == null ? "Error" : named.getReasonPhrase();
        String path = exchange.getRequest().getPath().value();
        return new Problem("about:blank", title, status.value(), detail(status, error, path), path);
    }

    private static String detail(HttpStatusCode status, Throwable error, String path) {
        @Nullable
        String reason = error instanceof ResponseStatusException known ? known.getReason() : null;
        return switch (status.value()) {
            case 404 -> "there is nothing at " + path;
            case 500 -> "the gateway failed; its log says why";
            default -> reason == null ? "the request cannot be answered" : reason;
        };
    }
}
