package org.redstats.event.intake;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BasicProperties;
import com.rabbitmq.client.Command;
import com.rabbitmq.client.TrafficListener;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.ConsumeOkEvent;
import org.springframework.context.ApplicationListener;

/**
 * What a reader lets in from its connection: no more bodies than it has memory for, however many messages it fetches
 * ahead, and no headers that are nested more deeply than a thread can follow, or that the framework fails at.
 *
 * <p>It stands where the client library reads the socket. While the bodies that are not done with take too much, it reads
 * no further, and the rest stays with the broker. One message passes always, whatever its size.
 */
public final class IntakeGate implements TrafficListener, ApplicationListener<ConsumeOkEvent> {

    private static final int DEEPEST = 16;

    // The framework takes it for a list of tables without looking, and nobody here wants it.
    private static final String HISTORY = "x-death";

    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition lessIsHeld = lock.newCondition();
    private long held;

    /** @param mostBytes of the bodies that are held at a time */
    public IntakeGate(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void read(Command inbound) {
        if (inbound.getMethod() instanceof AMQP.Basic.Deliver) {
            if (inbound.getContentHeader() instanceof BasicProperties properties) {
                disarm(properties.getHeaders());
            }
            hold(inbound.getContentBody().length);
        }
    }

    /** What is done with messages that were let in: nobody holds them any more. */
    public void release(Collection<Message> messages) {
        change(-messages.stream().mapToLong(message -> message.getBody().length).sum());
    }

    /**
     * A consumer begins with nothing: what an earlier one held was lost with its connection, and comes again. What others
     * of the same reader hold is forgotten as well, so that twice as much may be let in when one of several begins anew.
     */
    @Override
    public void onApplicationEvent(ConsumeOkEvent began) {
        change(Long.MIN_VALUE);
    }

    /** Whether a message stands outside. */
    boolean isWaitedAt() {
        lock.lock();
        try {
            return lock.hasWaiters(lessIsHeld);
        } finally {
            lock.unlock();
        }
    }

    private void hold(int bytes) {
        lock.lock();
        try {
            while (held > 0 && held + bytes > mostBytes) {
                lessIsHeld.await();
            }
            held += bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the connection is being closed
        } finally {
            lock.unlock();
        }
    }

    private void change(long bytes) {
        lock.lock();
        try {
            held = Math.max(0, held + bytes);
            lessIsHeld.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out the headers that could end whoever reads the message, again and again. */
    public static void disarm(@Nullable Map<String, Object> headers) {
        if (headers != null) {
            headers.remove(HISTORY);
            headers.values().removeIf(IntakeGate::isTooDeep);
        }
    }

    private record Nested(Object value, int depth) {}

    // Without recursion, which is what it protects from.
    private static boolean isTooDeep(@Nullable Object header) {
        var open = new ArrayDeque<Nested>();
        for (var next = header == null ? null : new Nested(header, 1); next != null; next = open.poll()) {
            Collection<?> inner = switch (next.value()) {
                case Map<?, ?> table -> table.values();
                case Collection<?> list -> list;
                default -> List.of();
            };
            if (next.depth() > DEEPEST) {
                return true;
            }
            for (var value : inner) {
                if (value != null) {
                    open.push(new Nested(value, next.depth() + 1));
                }
            }
        }
        return false;
    }

    @Override
    public void write(Command outbound) {}
}
