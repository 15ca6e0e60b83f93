package org.redstats.store.request;

/** How the text of a parameter becomes a value. */
@FunctionalInterface
public interface Rule<T> {

    /** @throws RuleBroken saying what the text must be */
    T read(String text);
}
