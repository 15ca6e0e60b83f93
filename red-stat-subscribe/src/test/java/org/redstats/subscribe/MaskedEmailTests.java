package org.redstats.subscribe;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedEmailTests {

    @Test
    void keepsTheFirstLetterAndTheDomain() {
        assertThat(MaskedEmail.of("ann@example.org")).isEqualTo("a***@example.org");
        assertThat(MaskedEmail.within("550 5.1.1 <ann.b@example.org>: no such user, ask root@example.org"))
                .isEqualTo("550 5.1.1 <a***@example.org>: no such user, ask r***@example.org");
        assertThat(MaskedEmail.within("451 later")).isEqualTo("451 later");
    }
}
