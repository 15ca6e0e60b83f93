package org.redstats.notify.door;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.redstats.auth.Bearer;
import org.redstats.auth.Caller;
import org.redstats.auth.Refused;
import org.redstats.notify.live.InvalidSubscription;
import org.redstats.notify.protocol.SubscriptionRequest;
import org.redstats.notify.socket.Connections;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyPipeline;

/**
 * Stands on each channel between the HTTP codec and the web framework, and takes the channels of live clients for
 * itself: on those nothing of the framework is left, so that one costs little memory and a frame little work. All other
 * requests it lets pass.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is heard of
final class Door extends ChannelInboundHandlerAdapter {

    private static final String SOCKET = "/ws";
    private static final String STREAM = "/ws/events";
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final WebSocketDecoderConfig DECODER = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(Connections.MAX_FRAME_SIZE)
            .allowExtensions(false)
            .withUTF8Validator(false) // a frame is looked at when it is whole
            .closeOnProtocolViolation(false) // we say the code, and go on reading so that the client gets it
            .build();

    private final Admission admission;
    private final Connections connections;
    private @Nullable HttpRequest arriving;
    private boolean taken;

    Door(Admission admission, Connections connections) {
        this.admission = admission;
        this.connections = connections;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var request = arriving;
        if (taken) {
            ReferenceCountUtil.release(message); // sent on before its first request was answered
        } else if (request == null && message instanceof HttpRequest first && isForUs(first)) {
            arriving = first;
        } else if (request == null) {
            context.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message); // there should be no body
            if (message instanceof LastHttpContent) {
                arriving = null;
                arrived(context.channel(), request);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (arriving != null) {
            context.read(); // the framework, which asks for more, knows nothing of this request
        }
        context.fireChannelReadComplete();
    }

    private static boolean isForUs(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return false;
        }
        var path = path(request);
        return path.equals(SOCKET) || path.equals(STREAM);
    }

    private static String path(HttpRequest request) {
        return new QueryStringDecoder(request.uri()).path();
    }

    private void arrived(Channel channel, HttpRequest request) {
        taken = true;
        var pipeline = channel.pipeline();
        while (pipeline.last() != this) {
            pipeline.removeLast();
        }
        if (pipeline.get(NettyPipeline.IdleTimeoutHandler) != null) {
            pipeline.remove(NettyPipeline.IdleTimeoutHandler);
        }
        if (admission.asksForTokens()) {
            // Which may wait; nothing is read meanwhile.
            Schedulers.boundedElastic().schedule(() -> identify(channel, request));
        } else {
            enter(channel, request, Caller.ANYBODY);
        }
    }

    private void identify(Channel channel, HttpRequest request) {
        Runnable next = channel::close;
        try {
            var caller = admission.identify(request);
            next = () -> enter(channel, request, caller);
        } catch (Refused e) {
            var refusal = admission.refused(Refusal.of(e));
            next = () -> refuse(channel, request, refusal);
        } finally {
            channel.eventLoop().execute(next);
        }
    }

    private void enter(Channel channel, HttpRequest request, Caller caller) {
        channel.config().setAutoRead(true);
        if (path(request).equals(SOCKET)) {
            enterSocket(channel, request, caller);
        } else {
            enterStream(channel, request, caller);
        }
    }

    private void enterSocket(Channel channel, HttpRequest request, Caller caller) {
        var refusal = admission.ofSocket(request);
        if (refusal == null) {
            refusal = ofOthers(request, caller);
        }
        if (refusal == null) {
            refusal = place(channel, request);
        }
        if (refusal != null) {
            refuse(channel, request, refusal);
            return;
        }
        var whole = new DefaultFullHttpRequest(request.protocolVersion(), request.method(), request.uri(),
                Unpooled.EMPTY_BUFFER, request.headers(), EmptyHttpHeaders.INSTANCE);
        new WebSocketServerHandshaker13("", Bearer.SUBPROTOCOL, DECODER)
                .handshake(channel, whole, null, channel.newPromise())
                .addListener(done -> {
                    if (done.isSuccess()) {
                        channel.pipeline().remove(this);
                        open(channel, request, caller);
                    } else {
                        channel.close();
                    }
                });
    }

    /** What else is wrong with the URL of a socket is said once it is open. */
    private @Nullable Refusal ofOthers(HttpRequest request, Caller caller) {
        try {
            ofUrl(request, caller);
            return null;
        } catch (InvalidSubscription e) {
            return null;
        } catch (Refused e) {
            return admission.refused(Refusal.of(e));
        }
    }

    private void open(Channel channel, HttpRequest request, Caller caller) {
        try {
            connections.openSocket(channel, caller, ofUrl(request, caller).orElse(null), null);
        } catch (InvalidSubscription e) {
            connections.openSocket(channel, caller, null, e.getMessage());
        }
    }

    private void enterStream(Channel channel, HttpRequest request, Caller caller) {
        try {
            var wanted = ofUrl(request, caller).orElseThrow(SubscriptionRequest::missing);
            var lastSeen = request.headers().get(LAST_EVENT_ID);
            if (lastSeen != null && !lastSeen.isEmpty()) {
                wanted = wanted.resumedAfter(lastSeen);
            }
            var refusal = admission.ofStream(request);
            if (refusal == null) {
                refusal = place(channel, request);
            }
            if (refusal == null) {
                channel.writeAndFlush(streamHead(request));
                channel.pipeline().remove(this);
                connections.openStream(channel, caller, wanted);
            } else {
                refuse(channel, request, refusal);
            }
        } catch (InvalidSubscription e) {
            refuse(channel, request, Refusal.wrong(e.field(), String.valueOf(e.getMessage())));
        } catch (Refused e) {
            refuse(channel, request, admission.refused(Refusal.of(e)));
        }
    }

    private static Optional<SubscriptionRequest> ofUrl(HttpRequest request, Caller caller) {
        try {
            return SubscriptionRequest.ofUrl(new QueryStringDecoder(request.uri()).parameters())
                    .map(wanted -> wanted.of(caller));
        } catch (InvalidSubscription e) {
            throw e;
        } catch (IllegalArgumentException e) { // a broken %-escape
            throw new InvalidSubscription("the URL", "must be encoded properly");
        }
    }

    private @Nullable Refusal place(Channel channel, HttpRequest request) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "The connection is gone.");
        }
        InetAddress caller = admission.caller(request, peer.getAddress());
        var refusal = admission.place(caller);
        if (refusal == null) {
            channel.closeFuture().addListener(closed -> admission.leave(caller));
        }
        return refusal;
    }

    private static HttpResponse streamHead(HttpRequest request) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setTransferEncodingChunked(head, request.protocolVersion().equals(HttpVersion.HTTP_1_1));
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream;charset=UTF-8")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set("X-Accel-Buffering", "no") // a proxy that gathers the answer would never pass it on
                .add(forOrigin(request));
        return head;
    }

    private static void refuse(Channel channel, HttpRequest request, Refusal refusal) {
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.status(),
                Unpooled.wrappedBuffer(refusal.body()));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .add(forOrigin(request));
        refusal.headers().forEach((name, value) -> answer.headers().set(name, value));
        channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    /** Lets the page read the answer; whether it may connect has been decided. */
    private static HttpHeaders forOrigin(HttpRequest request) {
        var headers = new DefaultHttpHeaders();
        var origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin != null) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin).set(HttpHeaderNames.VARY,
                    HttpHeaderNames.ORIGIN);
        }
        return headers;
    }
}
