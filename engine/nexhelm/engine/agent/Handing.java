package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Steps for people: todos of the workflow itself, and work that is handed over. */
final class Handing {

    private static final Pattern PURPOSE = Pattern.compile(
            "\\bto\\s+(?!(?:the|a|an|my|our|your|his|her|their|each|every|all|\\p{Lu})\\b)(\\p{Ll}+\\s.*?)[.\\s]*$");
    private static final Pattern ISO = Pattern.compile("\\b(\\d{4}-\\d{2}-\\d{2})\\b");

    private static final Set<String> TODOS = Stems.set("todo to-do task reminder");

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;

    Handing(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
    }

    /** A todo that the workflow asks for. */
    StepResult todo() throws ToolFailure, Stopped {
        String assignee = "";
        for (Phrase phrase : instruction.after("for")) {
            bench.clear(List.of(phrase));
            List<Person> found = bench.people().in(phrase);
            assignee = assignee.isEmpty() && !found.isEmpty() ? found.get(0).name() : assignee;
        }
        for (Phrase phrase : instruction.phrases()) {
            List<Person> found = bench.people().byName(phrase);
            boolean told = assignee.isEmpty()
                    && phrase.preposition().isEmpty()
                    && instruction.does("remind", "tell", "ask", "assign");
            if (told && found.size() > 1) {
                bench.clear(List.of(phrase));
            }
            boolean object = told && found.size() == 1;
            assignee = object ? found.get(0).name() : assignee;
        }
        if (assignee.isEmpty() && instruction.says("his list", "her list", "their list")) {
            assignee = desk.made("todo").stream()
                    .map(t -> t.path("path").asText())
                    .filter(a -> !a.isEmpty())
                    .reduce((a, b) -> b)
                    .orElse("");
        }
        if (instruction.quoted().isPresent()) {
            return written(capital(instruction.quoted().get()), assignee, false);
        }
        Matcher purpose = PURPOSE.matcher(instruction.text());
        boolean bare =
                instruction.object().filter(o -> TODOS.contains(o.head())).isPresent();
        if (bare && !purpose.find() && !instruction.topics().isEmpty()) {
            List<String> topics =
                    instruction.topics().stream().map(Phrase::text).toList();
            String joined = topics.size() == 1
                    ? topics.get(0)
                    : String.join(", ", topics.subList(0, topics.size() - 1)) + " and " + topics.get(topics.size() - 1);
            return written(bench.withParty(capital(joined)), assignee, false);
        }
        purpose.reset();
        String title = purpose.find()
                ? capital(purpose.group(1))
                : bench.withParty(capital(instruction
                        .object()
                        .map(Phrase::text)
                        .orElse(bench.step().path("title").asText("Todo"))));
        return written(title, assignee, false);
    }

    /** A step whose performer is a person: a todo names who and what, and the run goes on. */
    StepResult over(String performer) throws ToolFailure, Stopped {
        Phrase who = Filling.phrase(performer);
        String assignee = bench.people().unclear(who).isPresent()
                ? capital(performer) // as it was said: nobody is picked from several
                : bench.people().byName(who).stream()
                        .findFirst()
                        .or(() -> bench.people().byRole(who).stream().findFirst())
                        .map(Person::name)
                        .orElse(capital(performer));
        String title = capital(instruction.text().replaceAll("\\.$", ""));
        if (bench.context().readOnly()) {
            return new StepResult.HandedOver(
                    "For " + assignee + ": " + title + ". This run is read-only: no todo was written.");
        }
        Optional<String> ban = bench.acts().ruledOut("create_todo", Json.object(), title);
        if (ban.isPresent()) {
            return new StepResult.HandedOver(
                    "For " + assignee + ": " + title + ". No todo was written, as asked: “" + ban.get() + "”");
        }
        return written(title, assignee, true);
    }

    /** A step that no tool does: a person has to, and the run goes on without claiming it. */
    StepResult withoutTool() throws ToolFailure, Stopped {
        bench.context().say("No tool here does “" + bench.step().path("title").asText(instruction.text()) + "”.");
        StepResult result = over("operator");
        return result instanceof StepResult.HandedOver over
                ? new StepResult.HandedOver("Not done, for want of a tool. " + over.summary())
                : result;
    }

    /** A step that the papers do not suffice for: a person has to see to it, and the run goes on without claiming it. */
    StepResult without(String data) throws ToolFailure, Stopped {
        String sandbox = bench.context().madeUp() ? "the made-up sandbox" : "the sandbox";
        bench.context()
                .say(capital(sandbox) + " lacks " + data + ", so “"
                        + bench.step().path("title").asText(instruction.text()) + "” is left to a person.");
        StepResult result = over("operator");
        return result instanceof StepResult.HandedOver over
                ? new StepResult.HandedOver("Not done: " + sandbox + " lacks " + data + ". " + over.summary())
                : result;
    }

    private StepResult written(String wished, String assignee, boolean over) throws ToolFailure, Stopped {
        String title = wished.length() > 200 ? wished.substring(0, 200) : wished;
        for (JsonNode made : desk.made("todo")) {
            if (alike(made.path("title").asText(), title)
                    && made.path("path").asText().equals(assignee)) {
                String known = "“" + made.path("title").asText() + "” is on the list"
                        + (assignee.isEmpty() ? "" : " of " + assignee) + " already.";
                return over ? new StepResult.HandedOver(known) : new StepResult.Done(known);
            }
        }
        ObjectNode input = Json.object().put("title", title).put("details", details());
        if (!assignee.isEmpty()) {
            input.put("assignee", assignee);
        }
        Matcher day = ISO.matcher(instruction.text());
        if (day.find()) {
            input.put("due", day.group(1));
        }
        ObjectNode made = over
                ? bench.acts().unasked("create_todo", input, title)
                : bench.acts().write("create_todo", input, title);
        desk.made("todo", made.path("id").asText(), title, assignee);
        return over
                ? new StepResult.HandedOver("Handed over to " + assignee + ": " + title + ".")
                : new StepResult.Done(
                        "Put on the list" + (assignee.isEmpty() ? "" : " for " + assignee) + ": " + title + ".");
    }

    private static boolean alike(String a, String b) {
        Set<String> one = Stems.set(a);
        Set<String> two = Stems.set(b);
        long shared = one.stream().filter(two::contains).count();
        return shared >= 0.7 * Math.min(one.size(), two.size()) && shared > 0;
    }

    /** The rows that are about nobody else; a table of which no row is clearly of the case is left out. */
    private Optional<Findings.Found> ofTheCase(Findings.Found found) {
        Fact.Table table = found.table().orElseThrow();
        List<List<String>> own = table.rows().stream()
                .filter(row -> bench.people().ofTheCase(String.join(" | ", whole(table, row))))
                .toList();
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(new Findings.Found(
                        found.label(), found.value(), found.ground(), Optional.of(table.where(own))));
    }

    /** The row with all columns of its source, for the column that says whose it is may have been cut away. */
    private List<String> whole(Fact.Table table, List<String> row) {
        return bench.findings().tables().stream()
                .filter(t -> t.source().equals(table.source()))
                .flatMap(t -> t.rows().stream())
                .filter(r -> r.containsAll(row))
                .findFirst()
                .orElse(row);
    }

    /** Whom it is about, what was worked out and written so far: what somebody needs to start. */
    private String details() {
        StringBuilder text = new StringBuilder();
        if (!bench.file().party().isEmpty()) {
            text.append("About: ").append(bench.file().party()).append('\n');
        }
        Optional<Findings.Found> table =
                bench.findings().table(instruction.phrases(), bench.said()).flatMap(this::ofTheCase);
        table.ifPresent(t -> {
            text.append(String.join(" | ", t.table().orElseThrow().header())).append('\n');
            t.table()
                    .orElseThrow()
                    .rows()
                    .forEach(row -> text.append(String.join(" | ", row)).append('\n'));
            text.append("[").append(t.ground()).append("]\n");
        });
        for (Phrase topic : instruction.topics()) {
            bench.findings().about(topic, bench.said()).stream()
                    .filter(f -> f.table().isEmpty()
                            && desk.results().stream().noneMatch(r -> r.label().equals(f.label())))
                    .findFirst()
                    .ifPresent(f -> text.append(f.label())
                            .append(": ")
                            .append(f.value())
                            .append('\n'));
        }
        for (Desk.Result result : desk.results()) {
            text.append(result.label()).append(": ").append(result.value()).append('\n');
        }
        Set<String> lines = new LinkedHashSet<>();
        for (String kind : List.of("document", "draft")) {
            for (JsonNode made : desk.made(kind)) {
                lines.add((kind.equals("document") ? "See: " : "Draft: ")
                        + (made.path("path").asText().isEmpty()
                                ? made.path("title").asText()
                                : made.path("path").asText()));
            }
        }
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Marks a todo that the instruction names as done, or opens it again. */
    StepResult change() throws ToolFailure, Stopped {
        ObjectNode listed = bench.context().call("list_todos", Json.object());
        Set<String> said = bench.said();
        JsonNode best = null;
        double most = 0.49;
        for (JsonNode todo : listed.path("todos")) {
            Set<String> title = Stems.set(todo.path("title").asText());
            double named =
                    title.isEmpty() ? 0 : title.stream().filter(said::contains).count() / (double) title.size();
            if (named > most) {
                best = todo;
                most = named;
            }
        }
        if (best == null) {
            throw Stopped.lacking("the todo for “" + instruction.text() + "”");
        }
        String status = instruction.does("reopen") ? "open" : "done";
        bench.acts()
                .write(
                        "update_todo",
                        Json.object().put("todo", best.path("id").asText()).put("status", status),
                        best.path("title").asText());
        return new StepResult.Done("Marked “" + best.path("title").asText() + "” as " + status + ".");
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase() + text.substring(1);
    }
}
