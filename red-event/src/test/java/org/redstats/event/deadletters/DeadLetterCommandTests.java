package org.redstats.event.deadletters;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterCommandTests {

    private static final String TOO_EARLY = "{\"user_id\":\"ann\",\"red_value\":0.5,\"when\":\"2999-01-01T00:00:00Z\"}";

    private LettersOfTest letters;

    @BeforeEach
    void startFromNothing() {
        letters = new LettersOfTest(Map.of());
    }

    @AfterEach
    void end() {
        letters.close();
    }

    @Test
    void listsALineForEachLetterAndLeavesThemInTheirOrder() {
        letters.setAside("not JSON", "body must be JSON");
        var good = letters.setAsideGood("ann");
        letters.setAside("{}", "user_id is missing");

        var outcome = letters.run("list");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.lines()).hasSize(4);
        assertThat(outcome.lines().get(0)).contains("  2026-03-01T12:00:00Z  8 bytes  bad: body must be JSON");
        assertThat(outcome.lines().get(1)).startsWith(good + "  ")
                .contains("good: event " + good + " of user ann", "refused by the database");
        assertThat(outcome.lines().get(2)).endsWith("bad: user_id is missing");
        assertThat(outcome.lines().get(3)).isEqualTo("3 letters in red.letters-tests.dead");
        assertThat(letters.bodies(letters.queue.deadName())).containsExactly("not JSON", LettersOfTest.body("ann"),
                "{}");
    }

    @Test
    void showsALetterSafelyAndCutsALongBody() {
        var properties = new MessageProperties();
        properties.setHeader("trace", "a\nb");
        letters.setAside(new Message(("\u001b[2J" + "x".repeat(3_000)).getBytes(UTF_8), properties),
                "body must be JSON: \u001b[31m");

        var cut = letters.run("show").lines();
        var whole = letters.run("show", "--full").lines();

        assertThat(cut).noneMatch(line -> line.contains("\u001b"));
        assertThat(cut).anySatisfy(line -> assertThat(line).matches("headers: .*trace=a\\\\u\\{a}b.*"));
        assertThat(cut)
                .anySatisfy(line -> assertThat(line).matches("body: +\\\\u\\{1b}\\[2Jx+\\.\\.\\. \\(3004 bytes.*"));
        assertThat(whole).anySatisfy(line -> assertThat(line).endsWith("x".repeat(3_000)));
    }

    @Test
    void replaysToTheReadersOwnQueueWhatCanBeReadAndLeavesTheRest() {
        var good = letters.setAsideGood("ann");
        letters.setAside(TOO_EARLY, "when must not be more than 5 minutes ahead");

        var outcome = letters.run("replay", "--all");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.lines()).contains("2 letters, 1 sent back, 1 left in red.letters-tests.dead; "
                + "--force sends those too").anyMatch(line -> line.startsWith("left, for it would be set aside again"));
        assertThat(letters.events()).extracting(event -> event.eventId()).containsExactly(good);
        assertThat(letters.bodies(letters.queue.deadName())).containsExactly(TOO_EARLY);
    }

    @Test
    void sendsWhatIsStillBadOnlyWhenForced() {
        letters.setAside(TOO_EARLY, "when must not be more than 5 minutes ahead");

        assertThat(letters.run("replay", "--all", "--force").exitCode()).isZero();

        var sent = letters.take(letters.queue.name());
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().getMessageProperties().getHeaders()).doesNotContainKey("red-reason");
        assertThat(letters.waiting(letters.queue.deadName())).isZero();
    }

    @Test
    void anEventWithoutIdAndTimeIsTheSameOneHoweverOftenItsLetterIsSentBack() {
        letters.setAside(LettersOfTest.body("ann"), "refused by the database");
        var letter = letters.take(letters.queue.deadName());

        letters.deadLetters.sendBack(letters.queue, letter);
        letters.deadLetters.sendBack(letters.queue, letter);

        var events = letters.events();
        assertThat(events).hasSize(2);
        assertThat(events.getFirst()).isEqualTo(events.getLast());
    }

    @Test
    void leavesALetterThatWouldBeAnotherEventEachTime() {
        letters.rabbit.send("", letters.queue.deadName(), new Message(LettersOfTest.body("ann").getBytes(UTF_8)));

        var outcome = letters.run("replay", "--all");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.lines()).anyMatch(line -> line.startsWith(
                "left, for a second time it would count as another event"));
        assertThat(letters.waiting(letters.queue.deadName())).isEqualTo(1);
    }

    @Test
    void listsALetterWithAHistoryThatIsNone() {
        var properties = new MessageProperties();
        properties.setHeader("x-death", List.of("no table"));
        letters.rabbit.send("", letters.queue.deadName(), new Message("{}".getBytes(UTF_8), properties));

        assertThat(letters.run("list").lines()).hasSize(2);
    }

    @Test
    void dropsOnlyWhatIsSelected() {
        var ids = IntStream.range(0, 4).mapToObj(i -> letters.setAsideGood("user-" + i).toString()).toList();
        letters.setAside("not JSON", "body must be JSON");

        assertThat(letters.run("drop", ids.get(1), ids.get(2)).exitCode()).isZero();
        assertThat(letters.run("drop", "--reason=must be JSON").exitCode()).isZero();

        assertThat(letters.bodies(letters.queue.deadName())).containsExactly(LettersOfTest.body("user-0"),
                LettersOfTest.body("user-3"));
    }

    @Test
    void stopsAtTheLimit() {
        IntStream.range(0, 5).forEach(i -> letters.setAsideGood("user-" + i));

        letters.run("replay", "--all", "--limit=2");

        assertThat(letters.bodies(letters.queue.name())).containsExactly(LettersOfTest.body("user-0"),
                LettersOfTest.body("user-1"));
        assertThat(letters.waiting(letters.queue.deadName())).isEqualTo(3);
    }

    @Test
    void saysWhichIdsAreNotThere() {
        var outcome = letters.run("replay", "no-such-id");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.lines()).contains("There is no letter no-such-id in red.letters-tests.dead");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "drop", "drop --all --reason=x", "bury", "list --colour=red", "list --limit=0",
            "list --limit", "list --reason="})
    void refusesWhatItDoesNotUnderstandAndDoesNothing(String words) {
        letters.setAside("not JSON", "body must be JSON");

        var outcome = letters.run(words.split(" ", -1));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.lines()).hasSize(1).allMatch(line -> line.startsWith("dead-letters: "));
        assertThat(letters.waiting(letters.queue.deadName())).isEqualTo(1);
    }

    @Test
    void helps() {
        assertThat(letters.run().lines()).anyMatch(line -> line.contains("list|show|replay|drop"));
        assertThat(letters.run("drop", "--all", "--help").lines()).anyMatch(line -> line.contains("list|show|replay"));
    }

    @Test
    void saysThatTheBrokerFailed() {
        letters.close(); // and with it the queues

        var outcome = letters.run("list");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.lines()).anySatisfy(line -> assertThat(line)
                .startsWith("dead-letters: the broker failed; nothing is lost, run it again. ")
                .contains("red.letters-tests.dead"));
        letters = new LettersOfTest(Map.of());
    }

    @Test
    void takesLargeLettersOneByOne() {
        var large = "{\"user_id\":\"ann\",\"red_value\":0.5,\"padding\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}";
        for (var i = 0; i < 4; i++) {
            letters.setAside(large, "refused by the database");
        }

        assertThat(letters.run("replay", "--all").exitCode()).isZero();

        assertThat(letters.bodies(letters.queue.name())).isEqualTo(List.of(large, large, large, large));
    }
}
