package org.redstats.faults.scene;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import org.redstats.testing.ServiceProcess;

/** What the instances of a service say of themselves at {@code /actuator/prometheus}. */
public final class Metrics implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Service service;

    public Metrics(Service service) {
        this.service = service;
    }

    /** The values of a metric, of every instance that has it. */
    public DoubleStream values(String name) throws IOException, InterruptedException {
        var values = DoubleStream.builder();
        for (var instance : service.instances()) {
            lines(instance).filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .forEach(line -> values.add(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
        }
        return values.build();
    }

    private Stream<String> lines(ServiceProcess instance) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(instance.actuator("prometheus")).build(), BodyHandlers.ofString())
                .body().lines();
    }

    @Override
    public void close() {
        http.close();
    }
}
