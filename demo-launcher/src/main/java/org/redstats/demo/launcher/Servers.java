package org.redstats.demo.launcher;

import java.io.IOException;

import org.redstats.embedded.EmbeddedBroker;
import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.embedded.MailSink;

/** What the services need around them: a database server, a broker, a mail server. */
final class Servers {
    private final Folders folders;
    private final Console console;

    Servers(Folders folders, Console console) {
        this.folders = folders;
        this.console = console;
    }

    EmbeddedDatabase database() {
        Stopwatch watch = new Stopwatch();
        EmbeddedDatabase database = EmbeddedDatabase.start(folders.data().resolve("postgresql"), DemoPorts.DATABASE);
        database.createDatabaseIfMissing(DemoServices.STORE_DATABASE);
        database.createDatabaseIfMissing(DemoServices.SUBSCRIBE_DATABASE);
        console.say("PostgreSQL runs (" + watch + ")");
        return database;
    }

    EmbeddedBroker broker() {
        Stopwatch watch = new Stopwatch();
        EmbeddedBroker broker = EmbeddedBroker.start(DemoPorts.AMQP);
        console.say("the broker runs (" + watch + ")");
        return broker;
    }

    TrialIssuer issuer() throws IOException {
        Stopwatch watch = new Stopwatch();
        TrialIssuer issuer = TrialIssuer.start(DemoPorts.ISSUER);
        console.say("a mock issuer runs that gives tokens to everybody (" + watch + ")");
        return issuer;
    }

    MailSink inbox() {
        Stopwatch watch = new Stopwatch();
        MailSink sink = MailSink.start(DemoPorts.SMTP, DemoPorts.INBOX, folders.data().resolve("mail"));
        console.say("the mail inbox runs (" + watch + ")");
        return sink;
    }
}
