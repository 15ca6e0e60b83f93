package org.redstats.notify.door;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.redstats.notify.door.Places.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

class PlacesTests {

    private final Places places = new Places(3, 2);

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @Test
    void areBoundedForAnAddress() throws UnknownHostException {
        places.take(address("192.0.2.1"));
        places.take(address("192.0.2.1"));

        assertThat(places.take(address("192.0.2.1"))).isEqualTo(Outcome.TOO_MANY_OF_ADDRESS);
        assertThat(places.take(address("192.0.2.2"))).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void areBoundedInAll() throws UnknownHostException {
        for (var i = 0; i < 3; i++) {
            assertThat(places.take(address("192.0.2." + i))).isEqualTo(Outcome.TAKEN);
        }

        assertThat(places.take(address("192.0.2.4"))).isEqualTo(Outcome.FULL);
    }

    @Test
    void areFreeAgainWhenTheyAreGivenBack() throws UnknownHostException {
        for (var i = 0; i < 100; i++) {
            assertThat(places.take(address("192.0.2.1"))).isEqualTo(Outcome.TAKEN);
            assertThat(places.take(address("192.0.2.1"))).isEqualTo(Outcome.TAKEN);
            assertThat(places.take(address("192.0.2.1"))).isEqualTo(Outcome.TOO_MANY_OF_ADDRESS);
            places.giveBack(address("192.0.2.1"));
            places.giveBack(address("192.0.2.1"));
        }
    }

    @Test
    void areSharedByTheNeighboursOfOneIpv6Network() throws UnknownHostException {
        places.take(address("2001:db8:0:1::1"));
        places.take(address("2001:db8:0:1:ffff::2"));

        assertThat(places.take(address("2001:db8:0:1::3"))).isEqualTo(Outcome.TOO_MANY_OF_ADDRESS);
        assertThat(places.take(address("2001:db8:0:2::1"))).isEqualTo(Outcome.TAKEN);
    }
}
