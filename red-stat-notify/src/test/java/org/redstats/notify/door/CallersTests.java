package org.redstats.notify.door;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CallersTests {

    private final Callers callers = new Callers(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "203.0.113.5, -, 203.0.113.5",
            "203.0.113.5, 198.51.100.1, 203.0.113.5", // not a proxy of ours: what it says counts nothing
            "10.1.2.3, -, 10.1.2.3",
            "10.1.2.3, '', 10.1.2.3",
            "10.1.2.3, 198.51.100.1, 198.51.100.1",
            "10.1.2.3, '198.51.100.1, 203.0.113.5', 203.0.113.5", // what stands left of it the client wrote itself
            "10.1.2.3, '198.51.100.1, 192.0.2.7', 198.51.100.1", // over two proxies
            "10.1.2.3, 'nonsense, 192.0.2.7', 192.0.2.7",
            "10.1.2.3, nonsense, 10.1.2.3",
            "fd00::1, 2001:db8::5, 2001:db8::5",
            "2001:db8::1, 198.51.100.1, 2001:db8::1"})
    void areReadFromTheRightAsFarAsTheTrustGoes(String peer, String forwardedFor, String caller)
            throws UnknownHostException {
        assertThat(
                callers.caller(InetAddress.getByName(peer), forwardedFor == null ? List.of() : List.of(forwardedFor)))
                .isEqualTo(InetAddress.getByName(caller));
    }
}
