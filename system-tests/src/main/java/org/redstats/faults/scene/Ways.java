package org.redstats.faults.scene;

import org.jspecify.annotations.Nullable;
import org.redstats.testing.Line;

/**
 * How one instance reaches the servers that it needs: over a line to each, on which anything may go wrong.
 *
 * @param broker the line to RabbitMQ
 * @param ownDatabase the line to its database; null where it has none
 */
public record Ways(Line broker, @Nullable Line ownDatabase) implements AutoCloseable {

    static Ways to(Broker broker, @Nullable Database database) {
        return new Ways(broker.line(), database == null ? null : database.line());
    }

    /**
     * The line to its database.
     *
     * @throws IllegalStateException for an instance that has none
     */
    public Line database() {
        if (ownDatabase == null) {
            throw new IllegalStateException("there is no database on this way");
        }
        return ownDatabase;
    }

    @Override
    public void close() {
        broker.close();
        if (ownDatabase != null) {
            ownDatabase.close();
        }
    }
}
