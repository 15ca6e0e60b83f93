package org.redstats.gateway.balance;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.cloud.client.ServiceInstance;

/** The instances that have failed one request already. */
public final class Tried {

    private static final String ATTRIBUTE = Tried.class.getName();

    private final Set<ServiceInstance> instances = new HashSet<>();

    private Tried() {}

    static Set<ServiceInstance> in(Map<String, Object> attributes) {
        return attributes.get(ATTRIBUTE) instanceof Tried tried ? tried.instances : Set.of();
    }

    public static void add(Map<String, Object> attributes, ServiceInstance instance) {
        ((Tried) attributes.computeIfAbsent(ATTRIBUTE, name -> new Tried())).instances.add(instance);
    }
}
