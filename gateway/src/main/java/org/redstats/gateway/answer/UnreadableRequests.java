package org.redstats.gateway.answer;

import java.time.Duration;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import org.redstats.gateway.GatewayProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers what is no HTTP request, or one whose head is too long or does not come to its end, with a problem too; the
 * server's own is empty.
 */
@Component
class UnreadableRequests implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private final Answerer answerer;
    private final Duration headTimeout;

    UnreadableRequests(JsonMapper json, GatewayProperties properties) {
        answerer = new Answerer(json);
        headTimeout = properties.limits().headTimeout();
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(
                server -> server.doOnChannelInit((observer, channel, address) -> install(channel)));
    }

    private void install(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, Answerer.class.getName(), answerer);
            // Where HTTP/2 may be asked for as well, it has no name of its own.
            var codec = pipeline.context(HttpServerCodec.class).name();
            new HeadDeadline(headTimeout, codec, context -> answerer.late(context.pipeline())).install(pipeline);
        }
    }

    @Sharable
    private static final class Answerer extends ChannelInboundHandlerAdapter {

        private final JsonMapper json;

        Answerer(JsonMapper json) {
            this.json = json;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof HttpRequest head) || head.decoderResult().isSuccess()) {
                context.fireChannelRead(message);
                return;
            }
            ReferenceCountUtil.release(message);
            refuse(context, problem(head.decoderResult().cause()));
        }

        void late(ChannelPipeline pipeline) {
            refuse(pipeline.context(this), problem(HttpResponseStatus.REQUEST_TIMEOUT,
                    "the head of the request did not come in time"));
        }

        @SuppressWarnings("FutureReturnValueIgnored") // the channel is closed in any case
        private void refuse(ChannelHandlerContext context, Problem problem) {
            context.writeAndFlush(answer(problem)).addListener(ChannelFutureListener.CLOSE);
        }

        private DefaultFullHttpResponse answer(Problem problem) {
            var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(problem.status()),
                    Unpooled.wrappedBuffer(json.writeValueAsBytes(problem)));
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                    .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
                    .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            return answer;
        }

        private static Problem problem(Throwable cause) {
            HttpResponseStatus status = switch (cause) {
                case TooLongHttpLineException line -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
                case TooLongHttpHeaderException head -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
                default -> HttpResponseStatus.BAD_REQUEST;
            };
            String detail = status.equals(HttpResponseStatus.BAD_REQUEST)
                    ? "this is not a request that can be read"
                    : "the address or the headers of the request are too long";
            return problem(status, detail);
        }

        private static Problem problem(HttpResponseStatus status, String detail) {
            return new Problem("about:blank", status.reasonPhrase(), status.code(), detail, null);
        }
    }
}
