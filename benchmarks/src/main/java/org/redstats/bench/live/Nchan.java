package org.redstats.bench.live;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** An nginx with nchan: one worker, one channel, to which one publishes by HTTP. */
final class Nchan implements AutoCloseable {

    static final String SUBSCRIBE = "/subscribe";

    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"));
    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
    private final Path program;
    private final Path folder;
    private int port;
    private @Nullable Process process;
    private @Nullable Socket publishing;

    private Nchan(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** @param folder for its configuration */
    static Optional<Nchan> installed(Path folder) {
        return PROGRAMS.stream().filter(Files::isExecutable).filter(program -> Files.exists(MODULE)).findFirst()
                .map(program -> new Nchan(program, folder));
    }

    Nchan start() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, configuration());
        process = new ProcessBuilder(program.toString(), "-c", configuration.toString(), "-p", folder.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("nginx.log").toFile()).start();
        return this;
    }

    private String configuration() {
        return """
            load_module %s;
            daemon off;
            worker_processes 1;
            worker_rlimit_nofile 20000;
            pid %s/nginx.pid;
            error_log stderr warn;
            events { worker_connections 16000; }
            http {
                access_log off;
                nchan_shared_memory_size 256m;
                server {
                    listen 127.0.0.1:%d backlog=4096;
                    keepalive_requests 1000000000;
                    keepalive_timeout 1d;
                    client_header_timeout 1d;
                    location = %s {
                        nchan_subscriber websocket;
                        nchan_channel_id red;
                        nchan_subscriber_first_message newest;
                    }
                    location = /publish {
                        nchan_publisher;
                        nchan_channel_id red;
                        nchan_message_buffer_length 1000;
                    }
                }
            }
            """.formatted(MODULE, folder, port, SUBSCRIBE);
    }

    int port() {
        return port;
    }

    Contestant contestant() throws IOException {
        publishing = new Socket(InetAddress.getLoopbackAddress(), port);
        publishing.setTcpNoDelay(true);
        Socket connection = publishing;
        Thread.ofVirtual().start(() -> drain(connection));
        OutputStream requests = connection.getOutputStream();
        return new Contestant("nchan", port, worker(), threshold -> SUBSCRIBE, event -> {
            String frame = "{\"type\":\"alert\",\"alerts\":[" + event + "]}";
            requests.write(("POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + frame.length() + "\r\n\r\n" + frame).getBytes(StandardCharsets.UTF_8));
        });
    }

    private static void drain(Socket connection) {
        try {
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // closed at the end
        }
    }

    private long worker() {
        return children().findFirst().orElseThrow(() -> new IllegalStateException("nginx has no worker")).pid();
    }

    private Stream<ProcessHandle> children() {
        return process == null ? Stream.empty() : process.children();
    }

    @Override
    public void close() throws IOException {
        if (publishing != null) {
            publishing.close();
        }
        if (process != null) {
            process.destroy();
            process.onExit().join();
        }
    }
}
