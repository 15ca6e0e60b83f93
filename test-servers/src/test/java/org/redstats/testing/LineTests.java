package org.redstats.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redstats.testing.Line.Direction;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LineTests {

    private static final int PATIENCE = 30_000;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Line line = Line.to("127.0.0.1", server.getLocalPort());
    private Socket client;
    private Socket answering;

    LineTests() throws IOException {}

    @BeforeEach
    void connect() throws IOException {
        client = newClient();
        answering = server.accept();
        answering.setSoTimeout(PATIENCE);
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        client.close();
        answering.close();
        server.close();
    }

    @Test
    void carriesWhatBothSay() throws IOException {
        say(client, "question");
        assertThat(heard(answering, 8)).isEqualTo("question");
        say(answering, "answer");
        assertThat(heard(client, 6)).isEqualTo("answer");

        assertThat(line.carried(Direction.TO_SERVER)).isEqualTo(8);
        assertThat(line.carried(Direction.FROM_SERVER)).isEqualTo(6);
        assertThat(line.connections()).isOne();
    }

    @Test
    void letsOneSideEndAndTheOtherAnswer() throws IOException {
        say(client, "all");
        client.shutdownOutput();

        assertThat(answering.getInputStream().readAllBytes()).asString().isEqualTo("all");
        say(answering, "answer");
        answering.close();
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("answer");
    }

    @Test
    void resetsBothSidesOfWhatIsCut() {
        line.cut();

        assertThatExceptionOfType(SocketException.class).isThrownBy(() -> heard(client, 1))
                .withMessage("Connection reset");
        assertThatExceptionOfType(SocketException.class).isThrownBy(() -> heard(answering, 1));
    }

    @Test
    void refusesUntilItIsHealedAndLeavesOthersAlone() throws IOException {
        line.refuse();
        try (var refused = newClient()) {
            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> heard(refused, 1));
        }
        carriesWhatTheClientSays();

        line.heal();
        try (var another = newClient(); var other = server.accept()) {
            say(another, "in");
            assertThat(heard(other, 2)).isEqualTo("in");
        }
        assertThat(line.connections()).isEqualTo(3);
    }

    @Test
    void losesInOneDirectionAlone() throws IOException {
        line.lose(Direction.FROM_SERVER);
        say(answering, "lost");
        carriesWhatTheClientSays();
        client.setSoTimeout(200);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> heard(client, 1));

        line.heal();
        say(answering, "lost too");
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> heard(client, 1));
        carriesWhatTheClientSays();
    }

    @Test
    void tellsNobodyThatASideHasEndedWhileItLoses() throws IOException {
        line.lose();
        client.close();
        answering.setSoTimeout(200);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> heard(answering, 1));

        line.heal();
        answering.setSoTimeout(PATIENCE);
        assertThat(answering.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void delaysAndLosesNothingOfWhatIsHeld() throws IOException {
        line.hold();
        say(client, "late");
        answering.setSoTimeout(200);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> heard(answering, 1));

        line.heal();
        answering.setSoTimeout(PATIENCE);
        assertThat(heard(answering, 4)).isEqualTo("late");
    }

    @Test
    void carriesNoMoreThanItsLimitAndAllOfIt() throws IOException {
        line.limit(400_000, Direction.TO_SERVER);
        var begin = System.nanoTime();
        Thread.startVirtualThread(() -> say(client, "x".repeat(200_000)));

        assertThat(heard(answering, 200_000)).hasSize(200_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(400));
        assertThatIllegalArgumentException().isThrownBy(() -> line.limit(0));
    }

    @Test
    void carriesLaterWhatIsDelayed() throws IOException {
        line.delay(Duration.ofMillis(100));
        var begin = System.nanoTime();
        carriesWhatTheClientSays();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void saysWhatTheServerHasNotSaid() throws IOException {
        line.sayToClient("blocked".getBytes(US_ASCII));

        assertThat(heard(client, 7)).isEqualTo("blocked");
    }

    private void carriesWhatTheClientSays() throws IOException {
        say(client, "said");
        assertThat(heard(answering, 4)).isEqualTo("said");
    }

    private Socket newClient() throws IOException {
        var socket = new Socket(line.host(), line.port());
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private static void say(Socket socket, String words) {
        try {
            socket.getOutputStream().write(words.getBytes(US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String heard(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), US_ASCII);
    }
}
