package org.redstats.notify.socket;

import java.nio.ByteBuffer;
import java.util.List;

import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.redstats.notify.live.Alert;

/** How things look on a connection: what is to be written for each, by the handlers of its channel. */
interface Wire {

    /** At least one alert. */
    Object alerts(List<Alert> alerts, ByteBufAllocator buffers);

    Object text(String json, ByteBufAllocator buffers);

    Object ping(ByteBufAllocator buffers);

    /** The answer to a client's ping; null where clients cannot ping. */
    @Nullable
    Object pong(ByteBuffer payload, ByteBufAllocator buffers);

    Object close(CloseReason reason, ByteBufAllocator buffers);

    /** Whether a client that is there answers pings and the close. */
    boolean isAnswered();
}
