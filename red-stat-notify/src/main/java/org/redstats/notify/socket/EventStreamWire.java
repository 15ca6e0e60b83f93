package org.redstats.notify.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import org.jspecify.annotations.Nullable;
import org.redstats.notify.live.Alert;
import org.redstats.notify.protocol.Answers;

/** Server-sent events: each alert is one, with its own id, so that a client can resume after any of them. */
enum EventStreamWire implements Wire {
    INSTANCE;

    private static final byte[] ID = ascii("id: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] END = ascii("\n\n");
    private static final int UUID_LENGTH = 36;
    private static final int LONGEST_RETRY_MILLIS = 5000;

    @Override
    public HttpContent alerts(List<Alert> alerts, ByteBufAllocator buffers) {
        var size = 0;
        for (var alert : alerts) {
            size += ID.length + UUID_LENGTH + 1 + DATA.length + Answers.sizeOf(List.of(alert)) + END.length;
        }
        var events = buffers.ioBuffer(size);
        for (var alert : alerts) {
            events.writeBytes(ID);
            ByteBufUtil.writeAscii(events, alert.event().eventId().toString());
            events.writeByte('\n').writeBytes(DATA);
            Answers.writeAlerts(List.of(alert), events);
            events.writeBytes(END);
        }
        return new DefaultHttpContent(events);
    }

    @Override
    public HttpContent text(String json, ByteBufAllocator buffers) {
        return new DefaultHttpContent(utf8("data: " + json + "\n\n", buffers));
    }

    @Override
    public HttpContent ping(ByteBufAllocator buffers) {
        return new DefaultHttpContent(utf8(": ping\n\n", buffers));
    }

    @Override
    public @Nullable Object pong(ByteBuffer payload, ByteBufAllocator buffers) {
        return null;
    }

    /** There is no close code; the client is told when to come back, each at another moment. */
    @Override
    public HttpContent close(CloseReason reason, ByteBufAllocator buffers) {
        var pause = ThreadLocalRandom.current().nextInt(LONGEST_RETRY_MILLIS);
        return new DefaultLastHttpContent(utf8("retry: " + pause + "\n\n", buffers));
    }

    @Override
    public boolean isAnswered() {
        return false;
    }

    private static ByteBuf utf8(String text, ByteBufAllocator buffers) {
        return buffers.ioBuffer().writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
