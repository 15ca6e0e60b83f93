package org.redstats.notify.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between a channel that speaks WebSocket and its conversation. */
final class SocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Logger log = LoggerFactory.getLogger(SocketHandler.class);

    private final Connection connection;
    private final Conversation conversation;

    SocketHandler(Connection connection, Conversation conversation) {
        super(WebSocketFrame.class);
        this.connection = connection;
        this.conversation = conversation;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        var payload = frame.content();
        switch (frame) {
            case TextWebSocketFrame text -> conversation.text(payload, text.isFinalFragment());
            case BinaryWebSocketFrame binary -> conversation.binary(payload, binary.isFinalFragment());
            case ContinuationWebSocketFrame more -> conversation.more(payload, more.isFinalFragment());
            case PingWebSocketFrame ping -> conversation.ping(payload);
            case PongWebSocketFrame pong -> conversation.pong();
            case CloseWebSocketFrame close -> connection.left(
                    new CloseReason(close.statusCode() < 0 ? CloseReason.NONE : close.statusCode(), ""));
            default -> connection.closeNow(CloseReason.BROKEN_PROTOCOL);
        }
    }

    /** After a frame that it cannot take the decoder passes nothing on any more. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException broken -> connection.closeNow(reason(broken.closeStatus()));
            case CorruptedFrameException broken -> connection.closeNow(CloseReason.BROKEN_PROTOCOL);
            default -> {
                log.debug("Connection {} failed", context.channel().id(), cause);
                connection.cut();
            }
        }
    }

    private static CloseReason reason(WebSocketCloseStatus status) {
        return status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG) ? CloseReason.TOO_BIG : CloseReason.BROKEN_PROTOCOL;
    }
}
