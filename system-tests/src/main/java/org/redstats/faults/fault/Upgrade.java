package org.redstats.faults.fault;

import org.redstats.faults.account.Subscribers;
import org.redstats.faults.scene.Scene;
import org.redstats.faults.traffic.Sent;

/**
 * A new version is rolled out over the databases of an earlier one, whose data counts and whose alerts are told: two
 * instances of each service start on it at once while events come. Round n begins at the n-th version of each schema.
 */
public final class Upgrade implements Fault {

    private static final int EARLIER_VERSIONS = 5;

    @Override
    public String name() {
        return "upgrade";
    }

    @Override
    public String meaning() {
        return "rolling upgrade from each earlier schema, instances starting at the same time";
    }

    @Override
    public int rounds() {
        return EARLIER_VERSIONS;
    }

    @Override
    public boolean roundsAreRuns() {
        return true;
    }

    @Override
    public Subscribers subscribe(Scene scene, Sent sent, int round) throws Exception {
        scene.store().stop();
        scene.subscribe().stop();
        return Subscribers.existing(scene, new Past(scene, sent).restore(round));
    }

    @Override
    public void play(Round round) throws Exception {
        var scene = round.scene();
        round.untilSomeMoment();
        scene.store().start(Scene.INSTANCES);
        scene.subscribe().start(Scene.INSTANCES);
    }
}
