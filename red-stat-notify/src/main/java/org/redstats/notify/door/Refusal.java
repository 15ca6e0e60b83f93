package org.redstats.notify.door;

import java.util.HashMap;
import java.util.Map;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.redstats.auth.Refused;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer to a request that is not let in.
 *
 * @param errors which fields are wrong, each with what is wrong about it
 */
record Refusal(HttpResponseStatus status, String detail, Map<CharSequence, Object> headers,
        Map<String, String> errors) {

    private static final int RETRY_SECONDS = 5;

    Refusal(HttpResponseStatus status, String detail) {
        this(status, detail, Map.of(), Map.of());
    }

    Refusal(HttpResponseStatus status, String detail, CharSequence header, Object value) {
        this(status, detail, Map.of(header, value), Map.of());
    }

    static Refusal wrong(String field, String message) {
        return new Refusal(HttpResponseStatus.BAD_REQUEST, message, Map.of(), Map.of(field, message));
    }

    static Refusal of(Refused refused) {
        var headers = new HashMap<CharSequence, Object>();
        refused.getHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return new Refusal(HttpResponseStatus.valueOf(refused.getStatusCode().value()),
                String.valueOf(refused.getReason()), headers, Map.of());
    }

    static Refusal forNow(HttpResponseStatus status, String detail) {
        return new Refusal(status, detail, HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS);
    }

    /** As RFC 9457 says it. */
    byte[] body() {
        var json = JsonMapper.shared().createObjectNode()
                .put("type", "about:blank")
                .put("title", status.reasonPhrase())
                .put("status", status.code())
                .put("detail", detail);
        if (!errors.isEmpty()) {
            var list = json.putArray("errors");
            errors.forEach((field, message) -> list.addObject().put("field", field).put("message", message));
        }
        return JsonMapper.shared().writeValueAsBytes(json);
    }
}
