package org.redstats.notify.socket;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.redstats.notify.live.Audience;
import org.springframework.web.socket.CloseStatus;

/** What is done with what one client sends; called by one thread at a time. */
final class Conversation {

    private static final int MAX_FRAME_SIZE = 4096;
    private static final int MOST_UNREAD = 64;
    private static final CloseStatus TOO_BIG = CloseStatus.TOO_BIG_TO_PROCESS
            .withReason("a frame may have " + MAX_FRAME_SIZE + " bytes");
    private static final CloseStatus FLOOD = CloseStatus.POLICY_VIOLATION.withReason("too many frames");
    private static final CloseStatus UNREAD = CloseStatus.POLICY_VIOLATION.withReason("answers are not read");

    private final Connection connection;
    private final Audience.Seat seat;
    private final FrameRate rate;
    private String text = "";
    private int binarySize;

    Conversation(Connection connection, Audience.Seat seat, FrameRate rate) {
        this.connection = connection;
        this.seat = seat;
        this.rate = rate;
    }

    void opened(Map<String, List<String>> urlParameters) {
        try {
            SubscriptionRequest.ofUrl(urlParameters).ifPresent(seat::subscribe);
        } catch (IllegalArgumentException e) {
            connection.answer(Answers.error(String.valueOf(e.getMessage())));
        }
    }

    /** Part of a text, or all of it. A text that grows too big is not read to its end. */
    void text(String part, boolean last) {
        if (!admits()) {
            return;
        }
        text += part;
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_FRAME_SIZE) {
            connection.closeNow(TOO_BIG);
        } else if (last) {
            var whole = text;
            text = "";
            subscribe(whole);
        }
    }

    private void subscribe(String request) {
        try {
            seat.subscribe(SubscriptionRequest.ofFrame(request));
        } catch (IllegalArgumentException e) {
            connection.answer(Answers.error(String.valueOf(e.getMessage())));
        }
    }

    /** A client library that sends its JSON as binary is told so rather than cut off: the mistake is easily made. */
    void binary(int partSize, boolean last) {
        if (!admits()) {
            return;
        }
        binarySize += partSize;
        if (binarySize > MAX_FRAME_SIZE) {
            connection.closeNow(TOO_BIG);
        } else if (last) {
            binarySize = 0;
            connection.answer(Answers.error("a frame must be text, not binary"));
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
        var now = System.nanoTime();
        connection.heard(now);
        if (!rate.allows(now)) {
            connection.closeNow(FLOOD);
            return false;
        }
        if (connection.unread() > MOST_UNREAD) {
            connection.closeNow(UNREAD);
            return false;
        }
        return true;
    }
}
