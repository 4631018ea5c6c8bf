package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.agent.Desk.Place;
import nexhelm.engine.agent.Fact.Table;
import nexhelm.engine.agent.Findings.Found;
import nexhelm.engine.tool.ToolFailure;

/** What a document or mail is to say, put together from what the sources hold; every line knows its source. */
final class Composition {

    private final Bench bench;
    private final List<Found> lines = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final Set<String> grounds = new LinkedHashSet<>();
    private final Set<String> used = new LinkedHashSet<>();

    Composition(Bench bench) {
        this.bench = bench;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    List<Found> lines() {
        return lines;
    }

    /** Topics that no source says anything about. */
    List<String> missing() {
        return missing;
    }

    /** Answers each topic from the sources; reads documents that a topic names and nobody has opened yet. */
    Composition about(List<Phrase> asked) throws ToolFailure {
        List<Phrase> topics =
                new ArrayList<>(asked.stream().filter(t -> !pointless(t)).toList());
        readNamed(topics);
        Findings findings = bench.findings();
        boolean checks = topics.removeIf(
                t -> t.stems().stream().anyMatch(Stems.set("comparison check match outcome finding")::contains)
                        && !findings.checks().isEmpty());
        Optional<Found> side = findings.sideBySide(topics);
        if (side.isPresent()) {
            add(side.get());
            Set<String> header =
                    Stems.set(String.join(" ", side.get().table().orElseThrow().header()));
            topics.removeIf(t -> header.contains(t.head()));
        }
        Optional<Found> table = findings.table(topics, bench.said());
        Map<Phrase, List<Found>> answers = new LinkedHashMap<>();
        List<Phrase> open = new ArrayList<>();
        for (Phrase topic : topics) {
            List<Found> found =
                    ofMade(topic).or(() -> answer(findings, topic, table)).orElse(List.of());
            if (found.isEmpty()) {
                open.add(topic);
            }
            answers.put(topic, found);
        }
        boolean tabled = false;
        for (Phrase topic : topics) {
            boolean inTable = table.isPresent()
                    && !Findings.columns(table.get().table().orElseThrow(), topic)
                            .isEmpty();
            if (!answers.get(topic).isEmpty()
                    && !(inTable
                            && answers.get(topic).stream()
                                    .allMatch(f -> f.table().isPresent()))) {
                answers.get(topic).forEach(this::add);
            } else if (inTable) {
                if (!tabled) {
                    add(table.get());
                    tabled = true;
                }
                open.remove(topic);
            } else {
                Optional<Found> last = findings.implied(topic)
                        .or(() -> findings.outcome(topic, used))
                        .or(() -> sentence(findings, topic));
                last.ifPresent(this::add);
                if (last.isPresent()) {
                    open.remove(topic);
                }
            }
        }
        if (checks) {
            findings.checks().forEach(this::add);
        }
        for (Phrase topic : open) {
            if (bench.people().in(topic).isEmpty()) {
                missing.add(topic.text());
            }
        }
        return this;
    }

    /** A phrase that is about the writing, not about something that a source could say. */
    private boolean pointless(Phrase topic) {
        return !topic.telling() && !bench.findings().holdsList(topic);
    }

    private Optional<List<Found>> answer(Findings findings, Phrase topic, Optional<Found> table) {
        List<Found> found = findings.about(topic, bench.said());
        boolean workedOut = bench.desk().results().stream()
                .anyMatch(r -> found.stream()
                        .anyMatch(f -> f.value().equals(r.value()) && f.ground().equals(r.how())));
        if (table.isPresent() && !workedOut && (topic.all() || found.isEmpty())) {
            Table rows = table.get().table().orElseThrow();
            Set<Integer> columns = Findings.columns(rows, topic);
            boolean whole = rows.rows().size() > 1
                    && !columns.isEmpty()
                    && (topic.all() || found.isEmpty())
                    && found.stream().noneMatch(f -> Stems.set(f.label()).containsAll(topic.stems()));
            if (whole) {
                return Optional.of(List.of(table.get()));
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** "a summary of the review document": what a document made in this run says. */
    private Optional<List<Found>> ofMade(Phrase topic) {
        for (Source source : bench.desk().sources()) {
            if (source.made()
                    && topic.telling()
                    && topic.stems().stream()
                                    .filter(s -> Phrase.weight(s) >= 0.5 && !s.equals("summary"))
                                    .count()
                            > 0
                    && titleCovers(source, topic)) {
                List<Found> all = new ArrayList<>();
                return Optional.of(parts(source));
            }
        }
        return Optional.empty();
    }

    /** What a source says, part by part, without the marks by which an own document names its sources. */
    private static List<Found> parts(Source source) {
        List<Found> all = new ArrayList<>();
        for (Fact fact : Fact.in(source)) {
            if (!source.made() || !fact.key().equals("Sources") && !fact.key().startsWith("Not found")) {
                String value = source.made() ? fact.value().replaceFirst("\\s{2}\\[.*]$", "") : fact.value();
                all.add(new Found(fact.key(), value, source.named(), Optional.empty()));
            }
        }
        Fact.tables(source).forEach(table -> all.add(new Found("", "", source.named(), Optional.of(table))));
        return all;
    }

    static boolean titleCovers(Source source, Phrase topic) {
        Set<String> title = Stems.set(source.title());
        double covered = topic.stems().stream()
                .filter(s -> !s.equals("summary") || title.contains(s))
                .mapToDouble(s -> title.contains(s) ? Phrase.weight(s) : 0)
                .sum();
        double all = topic.stems().stream()
                .filter(s -> !s.equals("summary") || title.contains(s))
                .mapToDouble(Phrase::weight)
                .sum();
        return all > 0 && covered / all >= 0.8;
    }

    /** A sentence of running text that holds the topic's words. */
    private Optional<Found> sentence(Findings findings, Phrase topic) {
        for (Source source : findings.sources()) {
            if (source.made()) {
                continue;
            }
            for (String line : source.text().split("(?<=[.!?])\\s+|\\n")) {
                if (line.indexOf(':') < 0
                        && line.indexOf('|') < 0
                        && line.strip().length() > 20
                        && topic.coveredBy(Stems.set(line)) >= 0.85
                        && topic.stems().size() > 1) {
                    return Optional.of(
                            new Found(topic.capital(), "“" + line.strip() + "”", source.named(), Optional.empty()));
                }
            }
        }
        return Optional.empty();
    }

    /** Opens documents that a topic, or a part of one, names by title. */
    private void readNamed(List<Phrase> topics) throws ToolFailure {
        List<Phrase> phrases = new ArrayList<>(topics);
        phrases.addAll(bench.instruction().parts());
        phrases.addAll(bench.instruction().after("from", "in", "on"));
        for (Phrase phrase : phrases) {
            for (Place document : bench.finder().documents(phrase, bench.said())) {
                if (document.folder().equals(bench.file().folder()) || bench.titled(document)) {
                    bench.desk().read(document);
                }
            }
        }
    }

    /** Everything that the given sources say, for an instruction that names no topics. */
    Composition everything(List<Source> sources) {
        for (Source source : sources) {
            List<Found> parts = parts(source);
            for (Found part : parts) {
                add(
                        part.table().isEmpty()
                                ? part
                                : new Found(
                                        "",
                                        "",
                                        source.named(),
                                        part.table()
                                                .map(t -> Findings.filtered(
                                                        bench.findings().joined(t), bench.said()))));
            }
            if (parts.isEmpty()) {
                source.text()
                        .lines()
                        .map(String::strip)
                        .filter(l -> l.length() > 20)
                        .limit(4)
                        .forEach(l -> add(new Found(source.title(), "“" + l + "”", source.named(), Optional.empty())));
            }
        }
        return this;
    }

    /** Results worked out in this run that no topic has taken yet. */
    Composition results() {
        for (Desk.Result result : bench.desk().results()) {
            if (!used.contains(result.key())) {
                add(Found.of(result));
            }
        }
        return this;
    }

    void add(Found found) {
        boolean known = lines.stream()
                .anyMatch(l -> l.label().equals(found.label())
                        && l.value().equals(found.value())
                        && l.table().equals(found.table()));
        if (!known) {
            lines.add(found);
            grounds.add(found.ground());
            used.add(found.label());
            bench.desk().results().stream()
                    .filter(r -> r.value().equals(found.value()) && r.how().equals(found.ground()))
                    .forEach(r -> used.add(r.key()));
        }
    }

    /** The text of a document: each value with its source behind it. */
    String document(String title) {
        StringBuilder text = new StringBuilder(title).append("\n\n");
        for (Found found : lines) {
            if (found.table().isPresent()) {
                text.append(text.toString().endsWith("\n\n") ? "" : "\n")
                        .append(table(found.table().get()))
                        .append("[")
                        .append(found.ground())
                        .append("]\n\n");
            } else {
                text.append(found.label())
                        .append(": ")
                        .append(found.value())
                        .append("  [")
                        .append(found.ground())
                        .append("]\n");
            }
        }
        if (!missing.isEmpty()) {
            text.append("\nNot found in the sources: ")
                    .append(String.join(", ", missing))
                    .append('\n');
        }
        return text.toString();
    }

    /** The lines of a mail: values without brackets, tables as they are. */
    String mail() {
        StringBuilder text = new StringBuilder();
        for (Found found : lines) {
            if (found.table().isPresent()) {
                text.append('\n').append(table(found.table().get())).append('\n');
            } else {
                text.append("- ")
                        .append(found.label())
                        .append(": ")
                        .append(found.value())
                        .append('\n');
            }
        }
        return text.toString().replaceAll("\n{3,}", "\n\n").strip();
    }

    private static String table(Table table) {
        StringBuilder text = new StringBuilder(String.join(" | ", table.header())).append('\n');
        table.rows().forEach(row -> text.append(String.join(" | ", row)).append('\n'));
        return text.toString();
    }
}
