package org.redstats.embedded;

import org.subethamail.smtp.RejectException;

/** How many recipients are still to be refused, and how. */
final class Refusals {
    private int left;
    private int code;

    synchronized void next(int count, int smtpCode) {
        left = count;
        code = smtpCode;
    }

    synchronized void check() throws RejectException {
        if (left > 0) {
            left--;
            throw new RejectException(code, "refused on request");
        }
    }
}
