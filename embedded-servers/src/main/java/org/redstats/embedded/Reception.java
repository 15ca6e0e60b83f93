package org.redstats.embedded;

import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One mail coming in by SMTP. */
final class Reception implements MessageHandler {
    private final Mailbox mailbox;
    private final Refusals refusals;

    Reception(Mailbox mailbox, Refusals refusals) {
        this.mailbox = mailbox;
        this.refusals = refusals;
    }

    @Override
    public void from(String from) {}

    @Override
    public void recipient(String recipient) throws RejectException {
        refusals.check();
    }

    @Override
    public @Nullable String data(InputStream data) throws IOException {
        mailbox.add(data.readAllBytes());
        return null;
    }

    @Override
    public void done() {}
}
