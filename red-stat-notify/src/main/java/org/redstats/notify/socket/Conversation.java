package org.redstats.notify.socket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.redstats.auth.Caller;
import org.redstats.auth.Refused;
import org.redstats.notify.live.Audience;
import org.redstats.notify.live.InvalidSubscription;
import org.redstats.notify.protocol.Answers;
import org.redstats.notify.protocol.SubscriptionRequest;

/** What is done with what one client sends; on the thread of its channel. */
final class Conversation {

    private static final int MOST_UNREAD = 64;
    private static final byte[] NOTHING = {};

    private final Connection connection;
    private final Caller caller;
    private final Audience.Seat seat;
    private final FrameRate rate;
    private byte[] gathered = NOTHING;
    private boolean gathersBinary;

    Conversation(Connection connection, Caller caller, Audience.Seat seat, FrameRate rate) {
        this.connection = connection;
        this.caller = caller;
        this.seat = seat;
        this.rate = rate;
    }

    void text(ByteBuf part, boolean last) {
        gathersBinary = false;
        more(part, last);
    }

    void binary(ByteBuf part, boolean last) {
        gathersBinary = true;
        more(part, last);
    }

    /** Another part of a frame that came in parts, or all of it. */
    void more(ByteBuf part, boolean last) {
        if (!admits()) {
            return;
        }
        if (gathered.length + part.readableBytes() > Connections.MAX_FRAME_SIZE) {
            connection.closeNow(CloseReason.TOO_BIG);
            return;
        }
        gathered = joined(gathered, part);
        if (last) {
            var frame = gathered;
            gathered = NOTHING;
            whole(frame);
        }
    }

    private void whole(byte[] frame) {
        // A client library that sends its JSON as binary is told so rather than cut off: the mistake is easily made.
        if (gathersBinary) {
            connection.answer(Answers.error("a frame must be text, not binary"));
            return;
        }
        try {
            subscribe(SubscriptionRequest.ofFrame(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame)).toString()).of(caller));
        } catch (CharacterCodingException e) {
            connection.closeNow(CloseReason.NOT_UTF_8);
        } catch (InvalidSubscription e) {
            connection.answer(Answers.error(String.valueOf(e.getMessage())));
        } catch (Refused e) {
            connection.answer(Answers.error("user_id must be your own"));
        }
    }

    void subscribe(SubscriptionRequest request) {
        // A second one would wait beside the first, a third beside both.
        if (request.since() != null && connection.isReplaying()) {
            throw new InvalidSubscription("since", "must wait until the replay before has been read");
        }
        seat.subscribe(request.subscription(), request.since());
    }

    void ping(ByteBuf payload) {
        if (admits()) {
            connection.pong(ByteBuffer.wrap(ByteBufUtil.getBytes(payload)));
        }
    }

    void pong() {
        admits();
    }

    void closed() {
        seat.leave();
        connection.closed();
    }

    private boolean admits() {
        if (connection.isClosing()) {
            return false;
        }
        var now = System.nanoTime();
        connection.heard(now);
        if (!rate.allows(now)) {
            connection.closeNow(CloseReason.FLOOD);
            return false;
        }
        if (connection.unread() > MOST_UNREAD) {
            connection.closeNow(CloseReason.UNREAD);
            return false;
        }
        return true;
    }

    private static byte[] joined(byte[] before, ByteBuf part) {
        var joined = new byte[before.length + part.readableBytes()];
        System.arraycopy(before, 0, joined, 0, before.length);
        part.readBytes(joined, before.length, part.readableBytes());
        return joined;
    }
}
