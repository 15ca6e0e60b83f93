package org.redstats.faults.fault;

import java.sql.SQLException;
import java.util.List;

import org.redstats.faults.scene.Database;

/** Databases that are there and take nothing. */
public final class Databases {

    private Databases() {}

    public static List<Fault> all() {
        return List.of(
                new Harm("read-only-databases",
                        "both PostgreSQL servers may only be read, as a standby before its promotion",
                        Databases::forbidWriting));
    }

    private static void forbidWriting(Round round) throws SQLException, InterruptedException {
        var databases = List.of(round.scene().storeDatabase(), round.scene().subscribeDatabase());
        try {
            for (var database : databases) {
                readOnly(database, true);
            }
            round.whileItLasts();
        } finally {
            for (var database : databases) {
                readOnly(database, false);
            }
        }
    }

    private static void readOnly(Database database, boolean yes) throws SQLException {
        database.update("ALTER SYSTEM SET default_transaction_read_only = " + yes);
        database.query("SELECT pg_reload_conf()", reloaded -> {});
    }
}
