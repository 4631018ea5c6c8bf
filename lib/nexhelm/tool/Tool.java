package nexhelm.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import nexhelm.Failure;
import nexhelm.auth.Scope;
import nexhelm.client.Session;

/**
 * One action, written once: the command, the MCP tool, the scope gate and the documentation are derived from it.
 *
 * @param <I> the record of its inputs
 */
public final class Tool<I extends Record> {

    /** What an action does to the world. */
    public enum Effect {
        READ,
        WRITE,
        RUN,
        DESTRUCTIVE
    }

    /** Where an action is offered. */
    public enum Surface {
        CLI,
        MCP
    }

    /** How much of a result is text that others wrote: assistants are shown where it begins and ends. */
    public enum Foreign {
        /** The fields that hold such text wherever they stand. */
        SOME,
        /** All of it. */
        ALL,
        /** All of it too, but it goes back to where it came from as it is, so nothing is put into it. */
        UNMARKED
    }

    /** What the command line adds to an action. */
    public enum Comfort {
        /** {@code --exit-status}, {@code --events} and the live view: the action drains the agent's stream. */
        LIVE,
        /** {@code -o FILE}; the result is always JSON. */
        SAVES,
        /** {@code --web}: opens the result's page instead of printing it. */
        WEB,
        /** {@code --fail-on-regression}: the result names what got worse in {@code regressions}. */
        COMPARES,
        /** Asks on a terminal before it acts, unless {@code -y}. */
        ASKS,
        /** Has no {@code --json}. */
        NO_JSON
    }

    private final String name;
    private final Class<I> inputs;
    private final BiFunction<Session, I, JsonNode> handler;
    private String title = "";
    private String help = "";
    private String next = "";
    private String told = "";
    private Scope scope = Scope.NONE;
    private Effect effect = Effect.READ;
    private Set<Surface> surfaces = EnumSet.allOf(Surface.class);
    private final Set<Comfort> comforts = EnumSet.noneOf(Comfort.class);
    private View view = View.GENERIC;
    private String verb = "";
    private List<String> rows = List.of();
    private String toolset = "";
    private String answers = "";
    private ToIntFunction<JsonNode> exits = result -> 0;
    private boolean disk;
    private String saving = "";
    private Foreign foreign = Foreign.SOME;
    private boolean overwrites;
    private boolean reaches;

    private Tool(String name, Class<I> inputs, BiFunction<Session, I, JsonNode> handler) {
        this.name = name;
        this.inputs = inputs;
        this.handler = handler;
    }

    /** An action by its wire name, its inputs and what it does. */
    public static <I extends Record> Tool<I> of(
            String name, Class<I> inputs, BiFunction<Session, I, JsonNode> handler) {
        return new Tool<>(name, inputs, handler);
    }

    /** A few words for lists. */
    public Tool<I> title(String words) {
        this.title = words;
        return this;
    }

    /** One or two sentences: what it does and when to use it. */
    public Tool<I> help(String sentence) {
        this.help = sentence;
        return this;
    }

    /** What models read instead of the help, where that speaks of the command line. */
    public Tool<I> told(String sentence) {
        this.told = sentence;
        return this;
    }

    /** What usually comes next; models read it after the help. */
    public Tool<I> then(String sentence) {
        this.next = sentence;
        return this;
    }

    public Tool<I> needs(Scope needed) {
        this.scope = needed;
        return this;
    }

    public Tool<I> effect(Effect what) {
        this.effect = what;
        return this;
    }

    /** Offers it on one surface only: a gap that is meant. */
    public Tool<I> only(Surface surface) {
        this.surfaces = EnumSet.of(surface);
        return this;
    }

    /** The fields that its result has besides where assistants may write files; words as in {@link #answers(String)}. */
    public Tool<I> saving(String fields) {
        this.saving = fields;
        return this;
    }

    /** Assistants are offered it only where the operator gave them a folder for files. */
    public Tool<I> onDisk() {
        this.disk = true;
        return this;
    }

    /** How much of the result is text that others wrote. */
    public Tool<I> foreign(Foreign how) {
        this.foreign = how;
        return this;
    }

    /** It replaces or ends something that was there, which hosts may want to ask a person about. */
    public Tool<I> overwrites() {
        this.overwrites = true;
        return this;
    }

    /** It acts on systems outside, whoever can see them. */
    public Tool<I> reaches() {
        this.reaches = true;
        return this;
    }

    public Tool<I> with(Comfort... more) {
        comforts.addAll(Set.of(more));
        return this;
    }

    /** The result is a list inside an envelope; the command line shows and prints the bare list. */
    public Tool<I> rows(String... keys) {
        this.rows = List.of(keys);
        return this;
    }

    /** The group that assistants choose it by, where that is not the agent's. */
    public Tool<I> toolset(String name) {
        this.toolset = name;
        return this;
    }

    /**
     * The fields of its result, as words {@code name:type}: {@code s} text, {@code i} whole number, {@code n} number, {@code b} true or
     * false, {@code o} object, {@code a} list, {@code i/s} either; all but {@code b} may be null or missing. After
     * {@code [} come the fields of a list's objects, up to {@code ]}.
     */
    public Tool<I> answers(String fields) {
        this.answers = fields;
        return this;
    }

    /** The exit code of a result that came but says that something went wrong, for instance a failed test. */
    public Tool<I> exits(ToIntFunction<JsonNode> code) {
        this.exits = code;
        return this;
    }

    /** How a person sees the result. */
    public Tool<I> view(View how) {
        this.view = how;
        return this;
    }

    /** Its name on the command line where that is not the wire name with dashes. */
    public Tool<I> verb(String other) {
        this.verb = other;
        return this;
    }

    /**
     * The only way in: binds the inputs, checks the scope where the surface asks for it, acts.
     *
     * @throws Failure for wrong inputs, a scope that the token lacks, and whatever the action meets
     */
    public JsonNode call(Session session, ObjectNode raw) {
        I bound = Inputs.bind(inputs, raw);
        session.demand(scope);
        return handler.apply(session, bound);
    }

    public String name() {
        return name;
    }

    /** The name on the command line. */
    public String verb() {
        return verb.isEmpty() ? name.replace('_', '-') : verb;
    }

    public String title() {
        return title.isEmpty() ? name.replace('_', ' ') : title;
    }

    public String help() {
        return help;
    }

    public String next() {
        return next;
    }

    /** What it does, in words for models; see {@link #told(String)}. */
    public String told() {
        return told.isEmpty() ? help : told;
    }

    public Class<I> inputs() {
        return inputs;
    }

    public Scope scope() {
        return scope;
    }

    public Effect effect() {
        return effect;
    }

    public boolean on(Surface surface) {
        return surfaces.contains(surface);
    }

    /** True when assistants need a folder for files to use it. */
    public boolean disk() {
        return disk;
    }

    public boolean has(Comfort comfort) {
        return comforts.contains(comfort);
    }

    /** The keys that the bare list may be under, empty when the result is shown as it is. */
    public List<String> rows() {
        return rows;
    }

    /** Empty when it is the group of its agent. */
    public String toolset() {
        return toolset;
    }

    /** The fields of its result; see {@link #answers(String)}. */
    public String answers() {
        return answers;
    }

    /** See {@link #saving(String)}. */
    public String saving() {
        return saving;
    }

    public Foreign foreign() {
        return foreign;
    }

    /** True when something that was there may be gone afterwards. */
    public boolean destroys() {
        return effect == Effect.DESTRUCTIVE || effect == Effect.RUN || overwrites;
    }

    /** True when systems outside are acted on. */
    public boolean reachesOut() {
        return effect == Effect.RUN || reaches;
    }

    public View view() {
        return view;
    }

    /** The exit code of a result; 0 unless {@link #exits} said otherwise. */
    public int exit(JsonNode result) {
        return exits.applyAsInt(result);
    }
}
