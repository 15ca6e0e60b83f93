package org.redstats.event.deadletters;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.redstats.event.deadletters.DeadQueue.Fate;
import org.redstats.event.deadletters.Letter.Outlook;
import org.redstats.event.intake.DeadLetters;
import org.redstats.event.intake.RedQueue;

/** One request, carried out: a line for each letter, and what came of it. */
final class Session {

    private final Request request;
    private final RedQueue queue;
    private final DeadQueue deadQueue;
    private final DeadLetters deadLetters;
    private final PrintStream out;
    private final Set<String> unseenIds;
    private int concerned;
    private int left;

    Session(Request request, RedQueue queue, DeadQueue deadQueue, DeadLetters deadLetters, PrintStream out) {
        this.request = request;
        this.queue = queue;
        this.deadQueue = deadQueue;
        this.deadLetters = deadLetters;
        this.out = out;
        unseenIds = new HashSet<>(request.ids());
    }

    /** @return whether all that was asked for is done */
    boolean run() {
        deadQueue.read(this::judge, this::remove);
        unseenIds.forEach(id -> out.println("There is no letter " + Printable.text(id) + " in " + queue.deadName()));
        out.println(concerned + " letters" + summary());
        return left == 0 && unseenIds.isEmpty();
    }

    private void remove(List<Letter> letters) {
        var done = "dropped";
        if (request.action() == Request.Action.REPLAY) {
            deadLetters.sendBack(queue, Letter.messages(letters));
            done = "sent to " + queue.name();
        }
        for (var letter : letters) {
            out.println(done + "  " + Description.line(letter));
        }
    }

    private Fate judge(Letter letter) {
        if (concerned == request.limit()) {
            return Fate.KEEP_AND_STOP;
        }
        if (!request.concerns(letter)) {
            return Fate.KEEP;
        }
        concerned++;
        unseenIds.remove(letter.id());
        return switch (request.action()) {
            case SHOW -> keep(Description.full(letter, request.full()));
            case DROP -> Fate.TAKE_OUT;
            case REPLAY -> replay(letter);
            case LIST, HELP -> keep(Description.line(letter));
        };
    }

    private Fate replay(Letter letter) {
        var refusal = switch (letter.outlook()) {
            case Outlook.Good good -> "";
            case Outlook.Unrepeatable unrepeatable -> "a second time it would count as another event";
            case Outlook.Bad bad -> "it would be set aside again";
        };
        if (refusal.isEmpty() || request.force()) {
            return Fate.TAKE_OUT;
        }
        left++;
        return keep("left, for " + refusal + "  " + Description.line(letter));
    }

    private Fate keep(String line) {
        out.println(line);
        return Fate.KEEP;
    }

    private String summary() {
        return switch (request.action()) {
            case REPLAY -> ", " + (concerned - left) + " sent back, " + left + " left in " + queue.deadName()
                    + (left == 0 ? "" : "; --force sends those too");
            case DROP -> " dropped from " + queue.deadName();
            default -> " in " + queue.deadName();
        };
    }
}
