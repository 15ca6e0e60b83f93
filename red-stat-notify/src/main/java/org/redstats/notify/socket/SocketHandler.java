package org.redstats.notify.socket;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.redstats.notify.NotifyProperties;
import org.redstats.notify.live.Audience;
import org.redstats.notify.live.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** Between the container and the conversations, of which each session has one until it is closed. */
@Component
class SocketHandler extends AbstractWebSocketHandler {

    private static final Logger log = LoggerFactory.getLogger(SocketHandler.class);

    /** How long our close frame may wait for a frame that is being written; Tomcat's 50 ms are short when it is busy. */
    private static final long CLOSE_SEND_MILLIS = 1000;
    /** How long the client has for answering our close frame. */
    private static final long CLOSE_ANSWER_MILLIS = 5000;

    private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();
    private final Audience audience;
    private final Connections connections;
    private final SocketMetrics metrics;
    private final NotifyProperties.Connection limits;
    private final Outbox.Limits outboxLimits;

    SocketHandler(Audience audience, Connections connections, SocketMetrics metrics, NotifyProperties properties) {
        this.audience = audience;
        this.connections = connections;
        this.metrics = metrics;
        this.limits = properties.connection();
        this.outboxLimits = new Outbox.Limits(properties.outbox().maxAlerts(),
                properties.outbox().maxSize().toBytes(), properties.outbox().frameSize().toBytes());
    }

    /** Parts, because a container that gathers a frame drops the connection at one too big, close code and all. */
    @Override
    public boolean supportsPartialMessages() {
        return true;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        var container = ((StandardWebSocketSession) session).getNativeSession();
        setTimeouts(container.getUserProperties());
        var connection = new Connection(session, outboxLimits, metrics);
        var rate = new FrameRate(limits.framesPerSecond(), limits.framesBurst(), System.nanoTime());
        var conversation = new Conversation(connection, audience.seat(connection), rate);
        conversations.put(session.getId(), conversation);
        connections.add(session.getId(), connection);
        conversation.opened(container.getRequestParameterMap());
    }

    private void setTimeouts(Map<String, Object> container) {
        container.put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", limits.sendTimeout().toMillis());
        container.put("org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT", CLOSE_SEND_MILLIS);
        container.put("org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT", CLOSE_ANSWER_MILLIS);
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
        conversation(session).ifPresent(with -> with.text(message.getPayload(), message.isLast()));
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) {
        conversation(session).ifPresent(with -> with.binary(message.getPayloadLength(), message.isLast()));
    }

    @Override
    protected void handlePongMessage(WebSocketSession session, PongMessage message) {
        conversation(session).ifPresent(Conversation::pong);
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable failure) {
        log.debug("Connection {} failed", session.getId(), failure);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        metrics.closed(status.getCode());
        connections.remove(session.getId());
        conversation(session).ifPresent(Conversation::closed);
        conversations.remove(session.getId());
    }

    /** Empty after the close: what a client sends then is read, so that it gets to our close frame, and ignored. */
    private Optional<Conversation> conversation(WebSocketSession session) {
        return Optional.ofNullable(conversations.get(session.getId()));
    }
}
