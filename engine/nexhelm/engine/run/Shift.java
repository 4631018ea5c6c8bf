package nexhelm.engine.run;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import nexhelm.engine.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives turns to agents. A turn is an execution of the scheduler: it has a lease with a heartbeat, and another engine
 * takes it over when the heart stops.
 */
final class Shift implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Shift.class);
    private static final TaskDescriptor<Void> TURN = TaskDescriptor.of("agent-turn");
    private static final int MOST_TRIES = 5;

    private final Store store;
    private final Scheduler scheduler;

    /**
     * @param done  is told of each turn whose work is over
     * @param other what else is to be done at its time
     */
    Shift(Store store, Agent agent, String instance, Consumer<String> done, Task<?> other) {
        this.store = store;
        OneTimeTask<Void> task = Tasks.oneTime(TURN)
                .onFailure((failed, operations) -> {
                    String turnId = failed.getExecution().taskInstance.getId();
                    boolean stopping =
                            failed.getCause().filter(Halt.class::isInstance).isPresent();
                    if (!stopping) {
                        LOG.warn(
                                "turn {} is tried again",
                                turnId,
                                failed.getCause().orElse(null));
                    }
                    if (stopping || failed.getExecution().consecutiveFailures + 1 < MOST_TRIES) {
                        operations.reschedule(failed, Instant.now().plusSeconds(1));
                    } else {
                        store.read(handle -> Threads.turn(handle, turnId))
                                .ifPresent(turn -> agent.giveUp(
                                        turn, "The engine could not go on with this turn; its log says why."));
                        operations.remove();
                    }
                })
                .onDeadExecutionRevive()
                .execute((instanceOfTask, context) -> {
                    agent.work(instanceOfTask.getId());
                    done.accept(instanceOfTask.getId());
                });
        scheduler = Scheduler.create(store.source(), task, other)
                .schedulerName(new SchedulerName.Fixed(instance))
                .threads(8)
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(Duration.ofSeconds(1))
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofMillis(1200))
                .serializer(new NoData())
                .failureLogging(LogLevel.OFF, false)
                .enableImmediateExecution()
                .build();
    }

    /** Starts, first taking up what an engine that was killed left behind: this one has the data directory's lock. */
    void start() {
        store.change(handle -> handle.execute(
                "UPDATE scheduled_tasks SET picked = ?, picked_by = NULL,"
                        + " last_heartbeat = NULL, consecutive_failures = 0, version = version + 1",
                false));
        scheduler.start();
        store.read(Threads::unfinishedTurns).forEach(this::give);
    }

    /** Has a turn worked on; does nothing when it already is. */
    void give(String turnId) {
        scheduler.scheduleIfNotExists(TURN.instance(turnId).scheduledTo(Instant.now()));
    }

    SchedulerClient client() {
        return scheduler;
    }

    @Override
    public void close() {
        scheduler.stop();
    }

    /** Turns have no data beyond their id; Java serialization stays out of the database. */
    private static final class NoData implements Serializer {
        @Override
        public byte[] serialize(Object data) {
            return data == null ? null : "{}".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] bytes) {
            return null;
        }
    }
}
