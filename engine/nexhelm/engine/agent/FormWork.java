package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/** Steps that fill in a PDF form: each field with what a source, the customer register or the instruction says under its label. */
final class FormWork {

    private static final Set<String> FORMS = Stems.set("form pdf application questionnaire paperwork");

    private final Bench bench;
    private final Desk desk;
    private final Instruction instruction;

    FormWork(Bench bench) {
        this.bench = bench;
        this.desk = bench.desk();
        this.instruction = bench.instruction();
    }

    /** The PDF form that the words mean, if one is there; a form may also be a document with blanks. */
    Optional<Place> meant() throws ToolFailure {
        Optional<Phrase> called = called().filter(Phrase::telling);
        for (Phrase phrase : called.map(List::of).orElse(instruction.phrases())) {
            if (instruction.topics().contains(phrase)) {
                continue;
            }
            List<Place> found = bench.finder().documents(phrase, bench.said(), Place::pdf);
            if (!found.isEmpty() && whole(phrase, found.get(0))) {
                return Optional.of(found.get(0));
            }
        }
        boolean named = called.stream()
                .anyMatch(p -> p.stems().stream().anyMatch(s -> !FORMS.contains(s) && Phrase.weight(s) >= 0.5));
        return named
                ? Optional.empty()
                : desk.sources().stream()
                        .filter(s -> s.kind().equals("pdf") && !s.made())
                        .reduce((a, b) -> b)
                        .map(s -> new Place(s.kind(), s.id(), s.title(), s.path()));
    }

    /** Whether a step that fills something in names a PDF with fields, whatever it calls it. */
    boolean namedFields() throws ToolFailure {
        if (!instruction.does("fill", "complete", "prefill")) {
            return false;
        }
        for (Place place : bench.namedDocuments()) {
            if (place.pdf() && whole(instruction.object().orElse(Filling.phrase(place.title())), place)) {
                return !desk.form(place.id()).fields().isEmpty();
            }
        }
        return false;
    }

    /** A transfer form is not taken for an opening form: all but the case's name must be in the title or folder. */
    private boolean whole(Phrase phrase, Place form) {
        Phrase bare = phrase.without(bench.people().names());
        return bare.stems().isEmpty() || bare.coveredBy(Stems.set(form.path())) >= 0.8;
    }

    /** Where the filled form goes; "in the client data form" names no folder. */
    private Optional<Place> folder(Form form) throws ToolFailure {
        for (Phrase phrase : instruction.after("in", "into", "under", "to", "inside")) {
            boolean theForm = phrase.coveredBy(Stems.set(form.title())) >= 0.6;
            Optional<Place> folder = theForm ? Optional.empty() : bench.finder().folder(phrase);
            if (folder.isPresent()) {
                return folder;
            }
        }
        return Optional.empty();
    }

    private Optional<Phrase> called() {
        return instruction.called("form|pdf|questionnaire|application");
    }

    StepResult fill() throws ToolFailure, Stopped {
        Optional<Place> place = meant();
        if (place.isEmpty()) {
            return document();
        }
        Form form = desk.form(place.get().id());
        if (form.fields().isEmpty()) {
            throw Stopped.lacking("a form with fields: “" + form.path() + "” has none");
        }
        FieldValues answers = new FieldValues(bench, form);
        Map<String, String> values = new LinkedHashMap<>();
        List<String> open = new ArrayList<>();
        for (Map.Entry<String, String> field : form.fields().entrySet()) {
            if (!form.empty(field.getKey()) || form.traits(field.getKey()).fixed()) {
                continue;
            }
            answers.of(field.getKey())
                    .ifPresentOrElse(v -> values.put(field.getKey(), v), () -> open.add(field.getKey()));
        }
        List<String> demanded =
                open.stream().map(form::shown).filter(this::asked).toList();
        boolean some =
                demanded.isEmpty() || values.keySet().stream().map(form::shown).anyMatch(this::asked);
        if (values.isEmpty() || !some) {
            throw Stopped.lacking(
                    demanded.isEmpty()
                            ? "values for “" + form.title() + "”: "
                                    + String.join(
                                            ", ", open.stream().map(form::shown).toList())
                            : String.join(", ", demanded) + " for “" + form.title() + "”"
                                    + bench.findings().notFound());
        }
        return written(form, values, open, demanded, answers.doubtful());
    }

    /** Whether the step asks for a field by name. */
    private boolean asked(String label) {
        return instruction.topics().stream()
                .anyMatch(t -> t.telling() && Stems.set(label).containsAll(t.stems()));
    }

    private StepResult written(
            Form form, Map<String, String> values, List<String> open, List<String> demanded, List<String> doubtful)
            throws ToolFailure, Stopped {
        String folder = bench.home(folder(form));
        String bare = form.title()
                .replaceAll("(?i)\\s*\\b(template|blank)\\b\\s*|\\.pdf$", " ")
                .strip();
        String title = bench.free(folder, bench.withParty(bare));
        ObjectNode input = Json.object().put("form", form.id());
        ObjectNode filled = input.putObject("values");
        values.forEach(filled::put);
        ObjectNode made =
                bench.acts().write("create_pdf_form", input.put("title", title).put("folder", folder), title);
        Place now = new Place(
                "pdf",
                made.path("id").asText(),
                made.path("title").asText(),
                made.path("path").asText());
        desk.wrote("pdf", made, "");
        desk.readAgain(now, true);
        List<String> required = made.path("required_open")
                .valueStream()
                .map(field -> form.shown(field.asText()))
                .toList();
        List<String> told = new ArrayList<>();
        values.forEach((field, value) -> told.add(form.shown(field) + ": " + value));
        return new StepResult.Done("Filled in “" + now.path() + "”: " + String.join("; ", told) + "."
                + (demanded.isEmpty()
                        ? ""
                        : " The step asks for " + String.join(", ", demanded) + " too, which nothing read before says.")
                + (open.isEmpty()
                        ? ""
                        : " Left open, because no source says it: "
                                + String.join(
                                        ", ", open.stream().map(form::shown).toList()) + ".")
                + (doubtful.isEmpty() ? "" : " Not clear: " + String.join("; ", doubtful) + ".")
                + (required.isEmpty() ? "" : " Required and still open: " + String.join(", ", required) + "."));
    }

    /** Without a PDF: the copy that was made, or a document with blanks, which is copied first. */
    private StepResult document() throws ToolFailure, Stopped {
        Amending amending = new Amending(bench);
        if (amending.fillsCopy()) {
            return amending.fillCopy();
        }
        Optional<Phrase> called = called().filter(Phrase::telling);
        if (called.isPresent()
                && bench.finder()
                        .documents(called.get(), bench.said(), p -> p.kind().equals("document"))
                        .isEmpty()) {
            throw Stopped.lacking("the " + called.get().text());
        }
        return amending.copy();
    }
}
