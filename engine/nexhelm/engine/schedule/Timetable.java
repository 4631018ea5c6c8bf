package nexhelm.engine.schedule;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.schedule.Schedules.Firing;
import nexhelm.engine.schedule.Schedules.Outcome;
import nexhelm.engine.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires schedules when they are due. Each active one is an execution of the scheduler, which has a lease, survives a crash
 * and is taken over by another engine. What was due while no engine ran is made up for once.
 */
public final class Timetable {

    private static final Logger LOG = LoggerFactory.getLogger(Timetable.class);
    private static final TaskDescriptor<Void> DUE = TaskDescriptor.of("task-schedule");
    private static final Duration RETRY = Duration.ofSeconds(15);

    /** Starts the work of a firing. */
    public interface Work {
        /**
         * Starts it, or goes on with what a crash left half started.
         *
         * @return empty when it was started, else why it cannot be now
         */
        Optional<String> start(Schedule schedule, Firing firing);

        /** Gives up a firing that could not be started. */
        void drop(Firing firing);
    }

    private final Store store;
    private final Work work;

    public Timetable(Store store, Work work) {
        this.store = store;
        this.work = work;
    }

    /** What the scheduler has to know. */
    public Task<?> task() {
        return Tasks.custom(DUE)
                .onFailure((failed, operations) -> {
                    LOG.warn(
                            "schedule {} is tried again",
                            failed.getExecution().taskInstance.getId(),
                            failed.getCause().orElse(null));
                    operations.reschedule(failed, store.instant().plus(RETRY));
                })
                .execute((instance, context) -> {
                    Optional<Instant> again = fire(instance.getId());
                    CompletionHandler<Void> handler = (complete, operations) -> {
                        if (again.isPresent()) {
                            operations.reschedule(complete, again.get());
                        } else {
                            operations.remove();
                        }
                    };
                    return handler;
                });
    }

    /** Brings the scheduler in step with what the store says of a schedule. */
    public void arrange(SchedulerClient client, Optional<Schedule> schedule, String id) {
        var instance = DUE.instanceId(id);
        Optional<Instant> at = schedule.filter(one -> one.status() != Schedule.Status.PAUSED)
                .flatMap(one -> waits(one) ? Optional.of(store.instant()) : one.next());
        try {
            if (at.isEmpty()) {
                client.cancel(instance);
            } else if (!client.scheduleIfNotExists(DUE.instance(id).scheduledTo(at.get()))) {
                client.reschedule(instance, at.get());
            }
        } catch (TaskInstanceException e) {
            // it is at work in this moment, and reads the store again when it is done; or there is none
        }
    }

    /** Fires a schedule at once; what kept it from starting, if something did. */
    public Optional<String> now(Schedule schedule, Firing firing) {
        store.change(handle -> Schedules.begin(handle, firing, store.now()));
        Optional<String> why = start(schedule, firing);
        why.ifPresent(reason -> skip(firing, reason));
        return why;
    }

    private Optional<String> start(Schedule schedule, Firing firing) {
        Optional<String> why = work.start(schedule, firing);
        if (why.isEmpty()) {
            LOG.info("schedule {} fired by {}, due {}", schedule.id(), firing.cause(), firing.due());
        }
        return why;
    }

    private void skip(Firing firing, String why) {
        LOG.info("schedule {} skipped what was due {}", firing.scheduleId(), firing.due());
        work.drop(firing);
        store.change(handle -> Schedules.end(handle, firing, Outcome.SKIPPED, why, Optional.empty()));
    }

    /** After a start: every schedule that has something to do has its execution. */
    public void arrangeAll(SchedulerClient client) {
        store.read(Schedules::unfinished).forEach(schedule -> arrange(client, Optional.of(schedule), schedule.id()));
    }

    private boolean waits(Schedule schedule) {
        return !store.read(handle -> Schedules.waiting(handle, schedule.id())).isEmpty();
    }

    /** Does what is due; when to look again. */
    private Optional<Instant> fire(String id) {
        Instant now = store.instant();
        Optional<Schedule> found = store.write(handle -> {
            Optional<Schedule> row =
                    Schedules.byId(handle, id).filter(schedule -> schedule.status() != Schedule.Status.PAUSED);
            row.flatMap(Schedule::next).filter(due -> !due.isAfter(now)).ifPresent(due -> {
                Schedules.begin(handle, new Firing(id, Store.time(due), "time", Optional.empty()), store.now());
                Optional<Instant> next = row.get().recurrence().next(now);
                Schedules.set(
                        handle,
                        id,
                        next.isPresent() ? Schedule.Status.ACTIVE : Schedule.Status.ENDED,
                        next,
                        store.now());
            });
            return row.isEmpty() ? row : Schedules.byId(handle, id);
        });
        return found.flatMap(schedule -> work(schedule) ? Optional.of(now.plus(RETRY)) : schedule.next());
    }

    /** Starts what waits, oldest first; true when something has to wait on. */
    private boolean work(Schedule schedule) {
        List<Firing> waiting = store.read(handle -> Schedules.waiting(handle, schedule.id()));
        for (int i = 0; i < waiting.size(); i++) {
            Firing firing = waiting.get(i);
            Optional<String> why = start(schedule, firing);
            if (why.isEmpty()) {
                continue;
            }
            boolean later = i + 1 < waiting.size();
            if (!schedule.skipIfRunning() && !later) {
                return true;
            }
            skip(firing, later ? "The next firing was due before it could start. " + why.get() : why.get());
        }
        return false;
    }
}
