package org.redstats.faults.fault;

import java.sql.SQLException;

import org.redstats.faults.scene.Database;

/** PostgreSQL has no room, neither for rows nor for its log; one that ends for it is started again when there is room. */
final class FullDisk implements Fault {

    private static final long ROOM = 96L << 20; // the log alone wants 16 MB at a time

    @Override
    public String name() {
        return "full-disk";
    }

    @Override
    public String meaning() {
        return "the disk of one PostgreSQL is full, for rows and for its log";
    }

    @Override
    public void play(Round round) throws Exception {
        var database = round.random().nextBoolean() ? round.scene().storeDatabase() : round.scene().subscribeDatabase();
        database.server().stop();
        try (var disk = SmallDisk.under(database.folder(), ROOM)) {
            database.server().startAgain();
            round.untilSomeMoment();
            disk.fill();
            round.whileItLasts();
            disk.makeRoom();
            startAgainIfItEnded(database);
            round.scene().awaitArrival(round.traffic().sent(), round.traffic().sent().size() - 1);
            database.server().stop();
        } finally {
            database.server().startAgain();
        }
    }

    private static void startAgainIfItEnded(Database database) {
        try {
            database.number("SELECT 1");
        } catch (SQLException e) {
            database.server().stopImmediately();
            database.server().startAgain();
        }
    }
}
