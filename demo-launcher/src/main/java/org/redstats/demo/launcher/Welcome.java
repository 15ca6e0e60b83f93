package org.redstats.demo.launcher;

/** What a user reads first, and tries. */
final class Welcome {
    private Welcome() {}

    static String text(Stopwatch watch) {
        return """
                ready after %s: dashboard %2$s - mail inbox http://localhost:%3$d - AMQP localhost:%4$d (guest/guest)

                  Send a picture:        curl -H 'X-User-Id: ann' -H 'Content-Type: image/png' --data-binary @demo-launcher/pictures/poppy.png %2$s/red
                  Be told by mail:       curl -H 'Content-Type: application/json' -d '{"red_threshold":0.1,"email":"ann@example.org"}' %2$s/sub
                  See it counted, live:  open %2$s in a browser, or curl '%2$s/stat?red_threshold=0.1'

                Ctrl-C stops all of it; the data stays for the next time. Logs are in .demo/logs.
                """
                .formatted(watch, DemoServices.ADDRESS, DemoPorts.INBOX, DemoPorts.AMQP);
    }
}
