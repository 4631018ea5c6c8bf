package nexhelm.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexhelm.engine.tool.ToolFailure;

/** The one person whom a step is about, where that is clear; nobody is guessed. */
final class Concerned {

    /** Who was looked up last in this run, by id. */
    static final String LOOKED_UP = "contact";

    private final Bench bench;

    Concerned(Bench bench) {
        this.bench = bench;
    }

    /** Whoever the instruction names; else who was looked up; else who wrote; else the case's only person. */
    Optional<Person> person() throws ToolFailure {
        List<Person> named = named(false);
        boolean unclear = named.size() > 1
                && bench.instruction().phrases().stream()
                        .anyMatch(p -> bench.people().unclear(p).isPresent());
        if (unclear) {
            return Optional.empty();
        }
        if (named.size() == 1) {
            return Optional.of(named.get(0));
        }
        List<Person> among = named.isEmpty() ? ofCase() : named;
        String looked = bench.desk().memory().path(LOOKED_UP).asText("");
        Optional<Person> known = bench.desk().people().stream()
                .filter(p -> p.id().equals(looked) && !looked.isEmpty())
                .filter(p -> named.isEmpty() || named.contains(p))
                .findFirst();
        if (known.isPresent()) {
            return known;
        }
        Optional<Person> wrote = bench.desk().sources().stream()
                .filter(Source::mail)
                .reduce((a, b) -> b)
                .flatMap(m -> bench.people().with(m.from()))
                .filter(p -> among.isEmpty() || among.contains(p));
        return wrote.isPresent() ? wrote : among.size() == 1 ? Optional.of(among.get(0)) : Optional.empty();
    }

    /**
     * Everybody whom the instruction names, by name before by role.
     *
     * @param all whether roles count in what is to be written too: a note "with the insurer" is not about the insurer, a
     *            meeting is
     */
    List<Person> named(boolean all) {
        List<Person> byName = new ArrayList<>();
        List<Person> byRole = new ArrayList<>();
        for (Phrase phrase : bench.instruction().phrases()) {
            bench.people().byName(phrase).stream()
                    .filter(p -> !byName.contains(p))
                    .forEach(byName::add);
            if (byName.isEmpty() && (all || !bench.instruction().topics().contains(phrase))) {
                bench.people().byRole(phrase).stream()
                        .filter(p -> p.human() && !byRole.contains(p))
                        .forEach(byRole::add);
            }
        }
        return byName.isEmpty() ? byRole : byName;
    }

    private List<Person> ofCase() throws ToolFailure {
        String party = bench.file().party();
        return party.isEmpty()
                ? List.of()
                : bench.desk().people().stream()
                        .filter(p -> p.household().equals(party))
                        .toList();
    }
}
