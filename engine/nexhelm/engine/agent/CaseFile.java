package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.persona.Verifier.StepContext;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/**
 * Whose case the run is about, so that another client's fee schedule is never taken for this one's.
 *
 * @param party  the household or company, empty when the work is about no one in particular
 * @param folder path of the folder that holds most of what the steps name, empty when there is none
 */
record CaseFile(String party, String folder) {

    private static final Pattern CAPITALISED = Pattern.compile("\\p{Lu}[\\p{L}'’-]+");

    /** Decides once per run, from all steps and the first message. */
    static CaseFile of(Desk desk) throws ToolFailure {
        JsonNode known = desk.memory().path("case");
        if (known.isObject()) {
            return new CaseFile(
                    known.path("party").asText(), known.path("folder").asText());
        }
        StepContext context = desk.context();
        String party = party(desk, context.kickoff());
        if (party.isEmpty()) {
            party = party(desk, spoken(context.definition()));
        }
        CaseFile found = new CaseFile(party, folder(desk, context.definition(), party));
        desk.memory().set("case", Json.object().put("party", found.party).put("folder", found.folder));
        return found;
    }

    /** The first word of a household or company stands for it: "the Hartwells", "Delgado's bakery". */
    static String mark(String household) {
        List<String> stems = Stems.of(household);
        return stems.isEmpty() ? "" : stems.get(0);
    }

    /** Whether words speak of this party. */
    boolean isOf(Set<String> stems) {
        return !party.isEmpty() && stems.contains(mark(party));
    }

    /** Whether a document may be used: it lies in the case's folder, or is about nobody else. */
    boolean allows(Place document, List<Person> people) {
        if (!folder.isEmpty()
                && (document.folder().equals(folder) || document.folder().startsWith(folder + "/"))) {
            return true;
        }
        Set<String> stems = Stems.set(document.path());
        return isOf(stems)
                || people.stream().map(p -> mark(p.household())).noneMatch(m -> !m.isEmpty() && stems.contains(m));
    }

    private static String party(Desk desk, String text) throws ToolFailure {
        List<String> named = new ArrayList<>();
        Matcher words = CAPITALISED.matcher(text);
        while (words.find()) {
            named.addAll(Stems.of(words.group()));
        }
        Map<String, Integer> count = new LinkedHashMap<>();
        for (Person person : desk.people()) {
            if (!person.household().isEmpty()) {
                String mark = mark(person.household());
                List<String> names = Stems.of(person.name());
                int times = (int) named.stream()
                        .filter(w -> w.equals(mark) || names.contains(w) && person.human())
                        .count();
                count.merge(person.household(), times, Integer::sum);
            }
        }
        return count.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static String spoken(ObjectNode definition) {
        StringBuilder text = new StringBuilder();
        for (String field : List.of("name", "summary", "workflow")) {
            text.append(definition.path(field).asText("")).append('\n');
        }
        for (JsonNode step : definition.path("steps")) {
            text.append(step.path("instruction").asText(""))
                    .append('\n')
                    .append(step.path("source").path("quote").asText(""))
                    .append('\n');
        }
        return text.toString();
    }

    /** The folder whose documents' titles the steps name most; one of the party's where there is one. */
    private static String folder(Desk desk, ObjectNode definition, String party) throws ToolFailure {
        String spoken = spoken(definition).toLowerCase(Locale.ROOT);
        Set<String> said = Stems.set(spoken);
        Map<String, Double> scores = new LinkedHashMap<>();
        for (Place folder : desk.folders()) {
            Set<String> name = Stems.set(folder.path());
            boolean itsOwn = !party.isEmpty() && name.contains(mark(party));
            if (!party.isEmpty() && !itsOwn || name.contains("templat") || name.contains("archiv")) {
                continue;
            }
            double named =
                    Stems.set(folder.title()).stream().filter(said::contains).count() * 0.5;
            boolean called = spoken.contains(folder.title().toLowerCase(Locale.ROOT) + " folder");
            scores.put(folder.path(), named + (called ? 2 : 0) + 0.01);
        }
        for (Place document : desk.documents()) {
            List<String> title = Stems.of(document.title());
            double covered = title.stream()
                            .filter(said::contains)
                            .mapToDouble(Phrase::weight)
                            .sum()
                    / Math.max(0.1, title.stream().mapToDouble(Phrase::weight).sum());
            scores.computeIfPresent(document.folder(), (f, score) -> score + (covered >= 0.3 ? covered : 0));
        }
        return scores.entrySet().stream()
                .filter(e -> !party.isEmpty() || e.getValue() >= 1)
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
