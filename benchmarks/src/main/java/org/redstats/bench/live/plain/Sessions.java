package org.redstats.bench.live.plain;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.amqp.core.ExchangeTypes;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.Exchange;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.QueueBinding;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Sends each message to every session whose threshold it passes. */
@Component
class Sessions extends TextWebSocketHandler {
    private final Map<WebSocketSession, Double> thresholds = new ConcurrentHashMap<>();
    private final JsonMapper json;

    Sessions(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        URI uri = Objects.requireNonNull(session.getUri());
        String threshold = UriComponentsBuilder.fromUri(uri).build().getQueryParams().getFirst("red_threshold");
        thresholds.put(session, Double.valueOf(Objects.requireNonNull(threshold)));
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        thresholds.remove(session);
    }

    @RabbitListener(bindings = @QueueBinding(value = @Queue, exchange = @Exchange(name = "red.values", type = ExchangeTypes.FANOUT)))
    void on(Message message) {
        String body = new String(message.getBody(), StandardCharsets.UTF_8);
        double value = json.readTree(body).path("red_value").asDouble();
        TextMessage frame = new TextMessage("{\"type\":\"alert\",\"alerts\":[" + body + "]}");
        thresholds.forEach((session, threshold) -> {
            if (value > threshold) {
                send(session, frame);
            }
        });
    }

    private void send(WebSocketSession session, TextMessage frame) {
        try {
            session.sendMessage(frame);
        } catch (IOException | IllegalStateException e) {
            thresholds.remove(session);
        }
    }
}
