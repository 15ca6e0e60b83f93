package org.redstats.notify.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.redstats.notify.live.Alert;
import org.redstats.notify.protocol.Answers;

/**
 * Frames of RFC 6455, unmasked and whole. Written here rather than by the codec: header and payload are one buffer, and
 * nothing is made for a frame but that buffer.
 */
enum WebSocketWire implements Wire {
    INSTANCE;

    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int LAST_PART = 0x80;
    private static final int LONGEST_HEADER = 10;
    private static final int SHORT = 125;
    private static final int MEDIUM = 0xFFFF;

    @Override
    public ByteBuf alerts(List<Alert> alerts, ByteBufAllocator buffers) {
        var size = Answers.sizeOf(alerts);
        var frame = frame(TEXT, size, buffers);
        Answers.writeAlerts(alerts, frame);
        return frame;
    }

    @Override
    public ByteBuf text(String json, ByteBufAllocator buffers) {
        var payload = json.getBytes(StandardCharsets.UTF_8);
        return frame(TEXT, payload.length, buffers).writeBytes(payload);
    }

    @Override
    public ByteBuf ping(ByteBufAllocator buffers) {
        return frame(PING, 0, buffers);
    }

    @Override
    public ByteBuf pong(ByteBuffer payload, ByteBufAllocator buffers) {
        return frame(PONG, payload.remaining(), buffers).writeBytes(payload);
    }

    @Override
    public ByteBuf close(CloseReason reason, ByteBufAllocator buffers) {
        if (reason.code() == CloseReason.NONE) {
            return frame(CLOSE, 0, buffers);
        }
        var text = reason.text().getBytes(StandardCharsets.UTF_8);
        return frame(CLOSE, Short.BYTES + text.length, buffers).writeShort(reason.code()).writeBytes(text);
    }

    @Override
    public boolean isAnswered() {
        return true;
    }

    private static ByteBuf frame(int opcode, int size, ByteBufAllocator buffers) {
        var frame = buffers.ioBuffer(LONGEST_HEADER + size).writeByte(LAST_PART | opcode);
        if (size <= SHORT) {
            return frame.writeByte(size);
        }
        return size <= MEDIUM ? frame.writeByte(126).writeShort(size) : frame.writeByte(127).writeLong(size);
    }
}
