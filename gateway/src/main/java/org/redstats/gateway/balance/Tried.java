package org.redstats.gateway.balance;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The instances that have failed one request already. */
public final class Tried {

    private static final String ATTRIBUTE = Tried.class.getName();

    private final Set<Instance> instances = new HashSet<>();

    private Tried() {}

    static Set<Instance> in(Map<String, Object> attributes) {
        return attributes.get(ATTRIBUTE) instanceof Tried tried ? tried.instances : Set.of();
    }

    public static void add(Map<String, Object> attributes, Instance instance) {
        ((Tried) attributes.computeIfAbsent(ATTRIBUTE, name -> new Tried())).instances.add(instance);
    }
}
