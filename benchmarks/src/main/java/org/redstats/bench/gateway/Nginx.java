package org.redstats.bench.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An nginx of the benchmark's own. It is the backends, which answer as {@code /stat} does without counting anything, or
 * the proxy in front of them.
 */
final class Nginx implements AutoCloseable {

    /** What every request gets. */
    static final String ANSWER = "{\"from\":\"2026-11-20T08:04:48.361845Z\",\"to\":\"2026-11-21T08:04:48.361845Z\","
            + "\"red_threshold\":0.1,\"user_id\":null,\"total\":2,\"above\":2}";

    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"));

    private final List<Integer> ports;
    private final Process process;

    private Nginx(List<Integer> ports, Process process) {
        this.ports = ports;
        this.process = process;
    }

    /** Empty where none is installed. */
    static Optional<Path> installed() {
        return PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    }

    /** Two backends, which always say that they are ready. */
    static Nginx backends(Path program, Path folder) throws IOException {
        List<Integer> ports = List.of(freePort(), freePort());
        return start(program, folder.resolve("backends"), ports, """
                server {
                    listen 127.0.0.1:%d;
                    listen 127.0.0.1:%d;
                    location / {
                        default_type application/json;
                        return 200 '%s';
                    }
                }
                """.formatted(ports.get(0), ports.get(1), ANSWER));
    }

    /** A proxy that does what the gateway does: in turn, over connections that stay open, saying who asked. */
    static Nginx proxy(Path program, Path folder, Nginx backends) throws IOException {
        List<Integer> ports = List.of(freePort());
        return start(program, folder.resolve("proxy"), ports, """
                upstream backends {
                    server 127.0.0.1:%d;
                    server 127.0.0.1:%d;
                    keepalive 64;
                    keepalive_requests 1000000000;
                }
                server {
                    listen 127.0.0.1:%d;
                    location /stat {
                        proxy_pass http://backends;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $http_host;
                        proxy_set_header X-Forwarded-For $remote_addr;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_set_header X-Forwarded-Host $http_host;
                        proxy_set_header X-Forwarded-Port $server_port;
                    }
                }
                """.formatted(backends.ports.get(0), backends.ports.get(1), ports.getFirst()));
    }

    private static Nginx start(Path program, Path folder, List<Integer> ports, String servers) throws IOException {
        Files.createDirectories(folder);
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off;
                worker_processes auto;
                pid %1$s/nginx.pid;
                error_log stderr warn;
                events { worker_connections 4096; }
                http {
                    access_log off;
                    keepalive_requests 1000000000;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    %2$s
                }
                """.formatted(folder, servers));
        return new Nginx(ports, new ProcessBuilder(program.toString(), "-c", configuration.toString(), "-p",
                folder.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("nginx.log").toFile())
                .start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    List<Integer> ports() {
        return ports;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
