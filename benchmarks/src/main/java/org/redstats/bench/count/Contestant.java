package org.redstats.bench.count;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.redstats.bench.count.Question.Answer;
import org.redstats.bench.report.Latencies;

/** Somebody who can count; asked one question at a time. */
interface Contestant extends AutoCloseable {

    Answer answer(Question question) throws Exception;

    @Override
    void close() throws SQLException;

    /** What it answered, and how long each answer took. */
    record Result(List<Answer> answers, Latencies latencies) {

        /** @throws IllegalStateException when the other one's answers differ */
        void requireSameAs(Result other, List<Question> questions) {
            for (int i = 0; i < answers.size(); i++) {
                if (!answers.get(i).equals(other.answers.get(i))) {
                    throw new IllegalStateException("%s is answered with %s and with %s".formatted(questions.get(i),
                            answers.get(i), other.answers.get(i)));
                }
            }
        }
    }

    /** Lets it get used to questions. */
    default void warmUp(List<Question> questions, Duration length) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
            answer(questions.get(i % questions.size()));
        }
    }

    default Result answerAll(List<Question> questions) throws Exception {
        List<Answer> answers = new ArrayList<>();
        long[] nanos = new long[questions.size()];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            answers.add(answer(questions.get(i)));
            nanos[i] = System.nanoTime() - start;
        }
        return new Result(answers, Latencies.of(nanos));
    }
}
