package org.redstats.faults.fault;

/** RED's own disk is full while it would need it. */
final class FullSpoolDisk implements Fault {

    private static final long ROOM = 1L << 20;

    @Override
    public String name() {
        return "full-spool-disk";
    }

    @Override
    public String meaning() {
        return "RED's disk is full while RabbitMQ is away: its spool takes nothing more";
    }

    @Override
    public void play(Round round) throws Exception {
        var red = round.red();
        var way = round.scene().redsWay();
        red.kill();
        try (var disk = SmallDisk.under(round.scene().spool(round.traffic().sent()), ROOM)) {
            red.startAgain();
            way.refuse();
            way.cut();
            round.untilSomeMoment();
            disk.fill();
            round.whileItLasts();
            disk.makeRoom();
            way.heal();
            round.untilSomeMoment();
            red.kill();
        } finally {
            way.heal();
            red.startAgain();
        }
    }
}
