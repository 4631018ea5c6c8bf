package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import nexhelm.engine.tool.ToolFailure;

/** Finds people among the contacts by name, household or role. Nobody is ever made up. */
final class People {

    private static final Set<String> ANY_CLIENT = Stems.set("client customer couple family household");

    private final List<Person> people;
    private final CaseFile file;
    private final Spoken spoken;

    People(List<Person> people, CaseFile file, Spoken spoken) {
        this.people = people;
        this.file = file;
        this.spoken = spoken;
    }

    static People of(Desk desk, CaseFile file) throws ToolFailure {
        return new People(desk.people(), file, Spoken.in(desk.context()));
    }

    /** What is left open when a phrase fits several people of one name or role and nothing that was said decides. */
    Optional<String> unclear(Phrase phrase) {
        List<Person> named = byName(phrase);
        List<Person> alike = named.size() > 1 && namesakes(phrase, named) ? named : alike(phrase);
        if (alike.size() < 2) {
            return Optional.empty();
        }
        boolean same = alike.stream().map(Person::name).distinct().count() < alike.size();
        return Optional.of("which of "
                + String.join(
                        ", ",
                        alike.stream()
                                .map(p -> same ? p.name() + " <" + p.email() + ">" : p.name())
                                .toList())
                + " is meant by “" + phrase.text() + "”");
    }

    /** Whether one and the same word of a phrase fits all of these, and it is not a family as a whole that it names. */
    private static boolean namesakes(Phrase phrase, List<Person> found) {
        for (String word : phrase.text().split("[^\\p{L}'’-]+")) {
            String stem = word.isEmpty()
                    ? ""
                    : Stems.of1(word.toLowerCase(Locale.ROOT).replaceAll("['’]s?$", ""));
            if (stem.isEmpty() || !Character.isUpperCase(word.codePointAt(0))) {
                continue;
            }
            boolean first = found.stream().allMatch(p -> Stems.of(p.firstName()).contains(stem));
            boolean last = found.stream().allMatch(p -> p.nameStems().contains(stem))
                    && found.stream().map(Person::household).distinct().count() > 1
                    && word.toLowerCase(Locale.ROOT).startsWith(stem)
                    && !word.toLowerCase(Locale.ROOT).matches(Pattern.quote(stem) + "e?s");
            if (first || last) {
                return true;
            }
        }
        return false;
    }

    /** Those of one role among whom neither a name nor the case chooses; empty where it is clear who is meant. */
    List<Person> alike(Phrase phrase) {
        if (phrase.all() || !file.party().isEmpty() || !byName(phrase).isEmpty()) {
            return List.of();
        }
        return byRole(phrase).stream()
                .findFirst()
                .map(first -> spoken.narrowed(people.stream()
                        .filter(p -> p.roleStems().equals(first.roleStems()))
                        .toList()))
                .filter(found -> found.size() > 1)
                .orElse(List.of());
    }

    /** Whether a row of a table is about the case: it names its party or somebody of whom the steps speak, or no contact at all. */
    boolean ofTheCase(String row) {
        String low = " " + row.toLowerCase(Locale.ROOT) + " ";
        List<Person> named = people.stream()
                .filter(p -> low.contains(p.name().toLowerCase(Locale.ROOT))
                        || !p.household().isEmpty() && Stems.set(row).contains(CaseFile.mark(p.household())))
                .toList();
        return named.isEmpty()
                || named.stream()
                        .anyMatch(p ->
                                !file.party().isEmpty() && file.party().equals(p.household()) || spoken.speaksOf(p));
    }

    /** All words of names and households. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        people.forEach(p -> {
            names.addAll(p.householdStems());
            names.addAll(p.human() ? p.nameStems() : Set.of());
        });
        return names;
    }

    Optional<Person> with(String email) {
        return people.stream().filter(p -> p.email().equalsIgnoreCase(email)).findFirst();
    }

    /** Whom a phrase names: people by name, else all of a household, else those with a role. */
    List<Person> in(Phrase phrase) {
        List<Person> byName = byName(phrase);
        return byName.isEmpty() ? byRole(phrase) : byName;
    }

    List<Person> byName(Phrase phrase) {
        Set<String> said = capitalised(phrase.text());
        if (said.isEmpty()) {
            return List.of();
        }
        List<Person> full = people.stream()
                .filter(p -> p.human() && said.containsAll(p.nameStems()))
                .toList();
        if (!full.isEmpty()) {
            return full.size() > 1 && namesakes(phrase, full) ? preferred(full) : full;
        }
        List<Person> household = people.stream()
                .filter(p -> !p.household().isEmpty() && said.contains(CaseFile.mark(p.household())))
                .toList();
        List<Person> likely = preferred(people.stream()
                .filter(p -> p.human() && p.nameStems().stream().anyMatch(said::contains))
                .toList());
        List<Person> part = likely.size() > 1 && namesakes(phrase, likely) ? spoken.narrowed(likely) : likely;
        boolean title = phrase.text().matches("(?i).*\\b(mr|mrs|ms|miss|dr)\\b.*");
        if (!part.isEmpty()
                && (title
                        || household.isEmpty()
                        || part.size() < household.size()
                                && phrase.stems().stream()
                                        .anyMatch(s -> part.get(0)
                                                        .firstName()
                                                        .toLowerCase()
                                                        .startsWith(s)
                                                && s.length() > 2))) {
            return part;
        }
        if (!household.isEmpty()) {
            return household;
        }
        return people.stream()
                .filter(p -> !p.human() && said.containsAll(p.nameStems()))
                .toList();
    }

    /** Those whose role, or desk, the phrase names; of the case's own party before others. */
    List<Person> byRole(Phrase phrase) {
        Set<String> stems = new LinkedHashSet<>(phrase.stems());
        List<Person> found = new ArrayList<>();
        double best = 0.49;
        for (Person person : people) {
            Set<String> role = new LinkedHashSet<>(person.roleStems());
            if (role.isEmpty()) {
                continue;
            }
            boolean desk = !person.human()
                    && stems.contains(lastOf(person.nameStems()))
                    && person.nameStems().stream().filter(stems::contains).count() >= 2;
            double named = role.stream().filter(stems::contains).count() / (double) role.size();
            double covered = stems.stream().filter(s -> role.contains(s)).count()
                    / (double) Math.max(
                            1,
                            stems.stream().filter(s -> Phrase.weight(s) > 0.3).count());
            double score = desk
                    ? 2
                    : named == 0
                            ? 0
                            : stems.contains(lastOf(role)) || covered >= 0.99
                                    ? 0.6 * named + 0.4 * Math.min(1, covered)
                                    : 0;
            boolean another = role.stream().anyMatch(r -> !stems.contains(r))
                    && stems.stream().anyMatch(w -> !role.contains(w) && Phrase.weight(w) > 0.3)
                    && named < 0.99;
            score = another && !desk ? 0 : score; // the yard manager is not the general manager
            boolean own = score > 0.49
                    && !file.party().isEmpty()
                    && person.household().equals(file.party());
            score += own ? 0.5 : 0;
            if (score > best + 0.001) {
                found.clear();
                best = score;
            }
            if (score >= best - 0.001 && score > 0.49) {
                found.add(person);
            }
        }
        if (found.isEmpty()
                && stems.stream().anyMatch(ANY_CLIENT::contains)
                && !file.party().isEmpty()) {
            found.addAll(people.stream()
                    .filter(p -> p.household().equals(file.party()))
                    .toList());
        }
        List<Person> own = preferred(found);
        List<Person> preferred = phrase.all() || own.size() < 2 ? own : spoken.narrowed(own);
        return phrase.all()
                        || preferred.size() < 2
                        || stems.stream().anyMatch(Stems.set("couple family household")::contains)
                ? preferred
                : List.of(preferred.get(0));
    }

    /** People of the case's party, where there are any among them. */
    private List<Person> preferred(List<Person> found) {
        List<Person> own = found.stream()
                .filter(p -> !file.party().isEmpty() && p.household().equals(file.party()))
                .toList();
        if (!own.isEmpty()) {
            return own;
        }
        if (file.party().isEmpty()) {
            return found;
        }
        List<Person> nobodys =
                found.stream().filter(p -> p.household().isEmpty()).toList();
        return nobodys.isEmpty() ? List.of() : nobodys;
    }

    /** Who wrote the mail that an instruction means. */
    List<Person> senders(Instruction instruction) {
        for (Phrase phrase : instruction.after("from", "by", "of")) {
            List<Person> found = in(phrase);
            if (!found.isEmpty()) {
                return found;
            }
        }
        for (Phrase phrase : instruction.phrases()) {
            List<Person> found = byName(phrase);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** Whom an instruction writes to: after "to", else right after the verb, else whoever it names. */
    List<Person> recipients(Instruction instruction) {
        List<Person> found = new ArrayList<>();
        boolean to = false;
        for (Phrase phrase : instruction.phrases()) {
            to = phrase.preposition().equals("to")
                    || to
                            && phrase.preposition().isEmpty()
                            && !instruction.topics().contains(phrase);
            if (to) {
                in(phrase).stream().filter(p -> !found.contains(p)).forEach(found::add);
            }
        }
        if (!found.isEmpty()) {
            return found;
        }
        for (Phrase phrase : instruction.phrases()) {
            if (phrase.preposition().isEmpty() && !instruction.topics().contains(phrase)) {
                in(phrase).stream().filter(p -> !found.contains(p)).forEach(found::add);
            }
        }
        for (Phrase phrase : instruction.phrases()) {
            if (found.isEmpty() && !instruction.topics().contains(phrase)) {
                found.addAll(in(phrase));
            }
        }
        return found;
    }

    private static Set<String> capitalised(String text) {
        Set<String> stems = new LinkedHashSet<>();
        for (String word : text.split("[^\\p{L}'’-]+")) {
            if (!word.isEmpty() && Character.isUpperCase(word.codePointAt(0))) {
                stems.addAll(Stems.of(word));
            }
        }
        return stems;
    }

    private static String lastOf(Set<String> stems) {
        String last = "";
        for (String stem : stems) {
            last = stem;
        }
        return last;
    }
}
