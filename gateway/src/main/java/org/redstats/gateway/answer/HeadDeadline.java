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
import reactor.netty.NettyPipeline;

/**
 * Ends a connection on which the head of a request does not come in time, however many bytes of it trickle in. For a new
 * connection the time begins with it, else with the first byte of the request. Stands on either side of the codec.
 */
final class HeadDeadline {

    private final Duration time;
    private final Consumer<ChannelHandlerContext> late;
    private @Nullable Future<?> deadline;
    private boolean inRequest;

    /** @param late what is done about it, on the channel's thread */
    HeadDeadline(Duration time, Consumer<ChannelHandlerContext> late) {
        this.time = time;
        this.late = late;
    }

    void install(ChannelPipeline pipeline) {
        pipeline.addBefore(NettyPipeline.HttpCodec, Bytes.class.getName(), new Bytes());
        pipeline.addAfter(NettyPipeline.HttpCodec, Heads.class.getName(), new Heads());
    }

    private void begin(ChannelHandlerContext context) {
        if (deadline == null) {
            deadline = context.executor().schedule(() -> late.accept(context), time.toMillis(), TimeUnit.MILLISECONDS);
        }
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
            if (context.pipeline().get(NettyPipeline.HttpCodec) == null) {
                end(); // it has become a WebSocket
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
