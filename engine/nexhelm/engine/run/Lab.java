package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import nexhelm.engine.auth.Caller;
import nexhelm.engine.http.Request;
import nexhelm.engine.persona.Personas;
import nexhelm.engine.schedule.Schedule;
import nexhelm.engine.schedule.Schedules;
import nexhelm.engine.schedule.Schedules.Firing;
import nexhelm.engine.schedule.Timetable;
import nexhelm.engine.store.Store;
import nexhelm.engine.tool.SandboxTool;
import org.jdbi.v3.core.Handle;

/** The workflow lab: everything that changes a run goes through here, from the API as from the page. */
public final class Lab implements AutoCloseable {

    private final Designs designs;
    private final Verifications verifications;
    private final Endings endings;
    private final Chats chats;
    private final Audit audit;
    private final ManualWork manual;
    private final TaskRuns tasks;
    private final Timetable timetable;
    private final Shift shift;
    private final Bell bell = new Bell();
    private final Sandboxes sandboxes;
    private final Evidence evidence;
    private final EventStream stream;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * A lab on a store.
     *
     * @param instance names this process among those that share the store
     * @param pace     how long the agent waits before each call, for people who watch and for tests
     * @param impersonators who may act as somebody else
     */
    public Lab(
            Store store,
            Personas personas,
            Map<String, SandboxTool> tools,
            String instance,
            Duration pace,
            Set<String> impersonators) {
        Threads threads = new Threads(store);
        this.sandboxes = new Sandboxes(store);
        this.evidence = new Evidence(store);
        this.stream = new EventStream(store, bell);
        this.endings = new Endings(store, threads, evidence, personas.evaluator(), bell);
        this.designs = new Designs(store, personas.designer(), sandboxes, endings, tools.keySet());
        this.verifications = new Verifications(store, sandboxes, endings);
        this.audit = new Audit(store);
        this.manual = new ManualWork(store, threads, evidence, bell);
        this.chats = new Chats(
                store, threads, verifications, new Impersonation(store, audit, sandboxes, impersonators), bell);
        Agent agent = new Agent(
                new Agent.Desk(store, threads, evidence, tools, bell, stopping::get, pace), personas.verifier());
        this.tasks = new TaskRuns(store, chats, endings);
        this.timetable = new Timetable(store, new Timetable.Work() {
            @Override
            public Optional<String> start(Schedule schedule, Firing firing) {
                return fire(schedule, firing);
            }

            @Override
            public void drop(Firing firing) {
                tasks.drop(firing);
            }
        });
        this.shift = new Shift(store, agent, instance, tasks::settle, timetable.task());
    }

    /** Finishes what was left unfinished, then works. */
    public void start() {
        verifications.recover();
        shift.start();
        tasks.settleAll();
        timetable.arrangeAll(shift.client());
    }

    /** Starts the run of a schedule's firing; why it cannot be now, if so. */
    private Optional<String> fire(Schedule schedule, Firing firing) {
        TaskRuns.Begun begun = tasks.fire(schedule, firing);
        begun.turn().ifPresent(turn -> shift.give(turn.id()));
        return begun.refused();
    }

    /** Brings the timetable in step after a schedule was changed, or has something to do at once. */
    void arrange(Optional<Schedule> schedule, String id) {
        timetable.arrange(shift.client(), schedule, id);
    }

    /** Fires a schedule now, whatever its times are. */
    Optional<String> fireNow(Schedule schedule, Firing firing) {
        return timetable.now(schedule, firing);
    }

    /** The schedules of an organisation that a mail to its sandbox fires. */
    List<Schedule> firedBy(Handle handle, String organizationId, ObjectNode mail) {
        return Schedules.active(handle).stream()
                .filter(schedule -> schedule.organizationId().equals(organizationId)
                        && schedule.recurrence()
                                .isFiredBy(
                                        mail.path("from").asText(),
                                        mail.path("subject").asText()))
                .toList();
    }

    public TaskRuns tasks() {
        return tasks;
    }

    public Run design(Caller caller, Request request) {
        return designs.design(caller, request);
    }

    public Run refine(Caller caller, String runId, Request request) {
        Run run = designs.refine(caller, runId, request);
        bell.ring();
        return run;
    }

    public Run startVerification(Caller caller, String runId) {
        return verifications.start(caller, runId);
    }

    public Run finalise(Caller caller, String runId, Request request) {
        return endings.finalise(caller, runId, Endings.Review.of(request));
    }

    /** A verdict from the page. */
    public Run judge(Caller caller, String runId, String verdict, String note) {
        return endings.finalise(
                caller,
                runId,
                new Endings.Review(
                        Optional.of(verdict),
                        Optional.of(note).filter(text -> !text.isBlank()),
                        Optional.empty(),
                        Optional.empty()));
    }

    public Run cancel(Caller caller, String runId, boolean steal) {
        return endings.cancel(caller, runId, steal);
    }

    /** Hands a message to the agent and says what to stream from where. */
    public Watch chat(Caller caller, Request request) {
        Chats.Message message = Chats.Message.of(request);
        message.taskId().ifPresent(tasks::makeRoomFor);
        return watch(chats.open(caller, message));
    }

    /** An answer from the page. */
    public Watch answer(Caller caller, String threadId, String interactionId, String decision, String text) {
        return watch(chats.open(
                caller,
                new Chats.Message(
                        Optional.empty(),
                        Optional.of(threadId),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false,
                        Optional.empty(),
                        Optional.of(new Chats.Response(interactionId, decision, text)))));
    }

    /** A step that a person did, or did not do, by hand. */
    public Run mark(Caller caller, String runId, int step, boolean done, boolean decided, String note) {
        return manual.mark(caller, runId, step, done, decided, note);
    }

    /** The end of a task that a person did by hand. */
    public Run finishTask(Caller caller, String runId) {
        return manual.finish(caller, runId);
    }

    /** Where a stream begins. */
    public record Watch(String threadId, long after) {}

    private Watch watch(Chats.Opened opened) {
        if (opened.fresh()) {
            shift.give(opened.turn().id());
        }
        return new Watch(opened.turn().threadId(), opened.after());
    }

    public Sandboxes sandboxes() {
        return sandboxes;
    }

    public Audit audit() {
        return audit;
    }

    public Evidence evidence() {
        return evidence;
    }

    public EventStream stream() {
        return stream;
    }

    /** Lets every agent stop before its next call; what they have done stays, the rest is done after the next start. */
    @Override
    public void close() {
        stopping.set(true);
        bell.stop();
        shift.close();
    }
}
