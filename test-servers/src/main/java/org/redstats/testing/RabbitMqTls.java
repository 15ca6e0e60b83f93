package org.redstats.testing;

/** How a RabbitMQ is told to speak nothing but TLS. */
final class RabbitMqTls {

    /** Erlang that makes the node forget the certificate it has read, and ends every connection. */
    static final String READ_AGAIN = """
            ssl:clear_pem_cache(),
            [rabbit_networking:close_connection(C, "the certificate is another") \
            || C <- rabbit_networking:local_connections()].""";

    private RabbitMqTls() {}

    /**
     * Lines of a {@code rabbitmq.conf}.
     *
     * @param listener port, or address and port
     * @param folder has the {@link TestCertificate#files}
     */
    static String only(String listener, String folder) {
        return """

                listeners.tcp = none
                listeners.ssl.1 = %1$s
                ssl_options.cacertfile = %2$s/%3$s
                ssl_options.certfile = %2$s/%4$s
                ssl_options.keyfile = %2$s/%5$s
                ssl_options.verify = verify_none
                """.formatted(listener, folder, TestCertificate.AUTHORITY, TestCertificate.CHAIN, TestCertificate.KEY);
    }
}
