package org.redstats.demo.launcher;

/** What a user reads first, and tries. */
final class Welcome {
    private Welcome() {}

    /** @param auth whether requests need a token */
    static String text(Stopwatch watch, boolean auth) {
        String signIn = auth ? signIn() : "";
        String authorization = auth ? "-H \"Authorization: Bearer $TOKEN\" " : "";
        return """
                ready after %s: dashboard %2$s - mail inbox http://localhost:%3$d - AMQP localhost:%4$d (guest/guest)

                %5$s  Send a picture:        curl %6$s-H 'X-User-Id: ann' -H 'Content-Type: image/png' --data-binary @demo-launcher/pictures/poppy.png %2$s/red
                  Be told by mail:       curl %6$s-H 'Content-Type: application/json' -d '{"red_threshold":0.1,"email":"ann@example.org"}' %2$s/sub
                  See it counted, live:  open %2$s in a browser, or curl %6$s'%2$s/stat?red_threshold=0.1'

                Ctrl-C stops all of it; the data stays for the next time. Logs are in .demo/logs.
                """
                .formatted(watch, DemoServices.ADDRESS, DemoPorts.INBOX, DemoPorts.AMQP, signIn, authorization);
    }

    private static String signIn() {
        return """
                  Get a token first, of a MOCK issuer that believes everybody (for everybody's images add -d scope=red.admin):
                    TOKEN=$(curl -s -u ann:any -d grant_type=client_credentials %s/token | sed -n 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/p')

                """
                .formatted(TrialIssuer.address(DemoPorts.ISSUER));
    }
}
