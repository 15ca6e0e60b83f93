package org.redstats.demo.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Services that start and stop together. */
final class ServiceGroup {
    private final List<ServiceProcess> processes = new ArrayList<>();
    private final Console console;

    private ServiceGroup(Console console) {
        this.console = console;
    }

    static ServiceGroup start(List<Service> services, Folders folders, Guardian guardian, Console console)
            throws Exception {
        ServiceGroup group = new ServiceGroup(console);
        try {
            for (Service service : services) {
                ServiceProcess process = ServiceProcess.start(service, new Programs(folders).unpacked(service.module()),
                        folders, console);
                group.processes.add(process);
                guardian.watch(process.pid());
            }
            return group;
        } catch (Exception e) {
            group.stop();
            throw e;
        }
    }

    List<ServiceProcess> processes() {
        return processes;
    }

    void stop() throws InterruptedException {
        String names = processes.stream().map(process -> process.service().name()).collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            console.say("stopping " + names);
        }
        processes.forEach(ServiceProcess::askToStop);
        for (ServiceProcess process : processes) {
            process.awaitStop();
        }
    }
}
