package org.redstats.gateway.answer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection on which the head of a request does not come in time, however many bytes of it trickle in. For a new
 * connection the time begins with it, else with the first byte of the request. Stands on either side of the codec.
 */
final class HeadDeadline {

    private final Duration time;
    private final String codec;
    private final Consumer<ChannelHandlerContext> late;
    private @Nullable Future<?> deadline;
    private boolean inRequest;

    /**
     * @param codec the name of the handler that understands HTTP/1.1; without it there are no heads to wait for
     * @param late what is done about it, on the channel's thread
     */
    HeadDeadline(Duration time, String codec, Consumer<ChannelHandlerContext> late) {
        this.time = time;
        this.codec = codec;
        this.late = late;
    }

    void install(ChannelPipeline pipeline) {
        pipeline.addBefore(codec, Bytes.class.getName(), new Bytes());
        pipeline.addAfter(codec, Heads.class.getName(), new Heads());
    }

    private void begin(ChannelHandlerContext context) {
        if (deadline == null) {
            deadline = context.executor().schedule(() -> over(context), time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void over(ChannelHandlerContext context) {
        if (speaksHttp11(context)) {
            late.accept(context);
        }
    }

    private boolean speaksHttp11(ChannelHandlerContext context) {
        return context.pipeline().get(codec) != null;
    }

    private void end() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Sees what comes before it is understood. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            begin(context);
            context.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!speaksHttp11(context)) {
                end(); // it has become a WebSocket, or HTTP/2
                context.pipeline().remove(this);
            } else if (!inRequest) {
                begin(context);
            }
            context.fireChannelRead(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end();
            context.fireChannelInactive();
        }
    }

    /** Sees what was understood. */
    private final class Heads extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                inRequest = true;
                end();
            }
            if (message instanceof LastHttpContent) {
                inRequest = false;
            }
            context.fireChannelRead(message);
        }
    }
}
