package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nexhelm.engine.language.Language;

/**
 * The office words of a language other than English: verbs by what they do, nouns by what they name, and the small words
 * by which a clause is read.
 */
record Tongue(
        Language language,
        List<Verb> verbs,
        Map<Thing, Pattern> nouns,
        Map<Small, Set<String>> small,
        String decision) {

    /** What an office verb does. */
    enum Act {
        READ,
        SEARCH,
        CHECK,
        WRITE,
        DRAFT,
        SEND,
        UPDATE,
        ADD,
        MOVE,
        COPY,
        REMIND,
        DECIDE,
        TALK
    }

    /** What an office noun names. */
    enum Thing {
        MAIL,
        SHEET,
        FOLDER,
        TODO,
        CONTACT,
        EVENT,
        DOCUMENT,
        PERSON
    }

    /** Classes of small words. */
    enum Small {
        /** Who does the work that is to be automated. */
        SELF,
        /** Denies a clause. */
        NOT,
        /** Opens a clause that is no statement of its own. */
        SUBORDINATE,
        /** Opens a condition that stays with what follows. */
        CONDITION,
        /** Stands before a noun. */
        ARTICLE,
        /** Carries a passive. */
        PASSIVE,
        /** Carries a perfect: what was done is told, not asked for. */
        PERFECT,
        /** Says that something has to be done. */
        MUST,
        /** Opens an infinitive of purpose. */
        PURPOSE,
        /** Joins clauses. */
        AND,
        /** Says nothing at the beginning of a clause. */
        FILLER,
        /** Makes a clause a demand for a decision: before, without, only after. */
        FIRST,
        /** Takes back what was just said. */
        CORRECTION
    }

    /**
     * @param prefix      a prefix that may stand apart, or empty
     * @param forms       present tense, command and infinitive, in lower case, without the prefix
     * @param participles past participles, prefix included
     * @param infinitives infinitives, prefix included
     */
    record Verb(Act act, String prefix, Set<String> forms, Set<String> participles, Set<String> infinitives) {}

    static Tongue of(Language language) {
        return switch (language) {
            case GERMAN -> German.TONGUE;
            case FRENCH -> French.TONGUE;
            case SPANISH -> Spanish.TONGUE;
            case ENGLISH -> throw new IllegalArgumentException("English is read by its own rules");
        };
    }

    boolean is(Small kind, String word) {
        return small.getOrDefault(kind, Set.of()).contains(word.toLowerCase(Locale.ROOT));
    }

    /** What is named first in these words; empty when nothing of the office is. */
    Optional<Thing> thing(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        for (Thing thing : Thing.values()) {
            if (thing != Thing.PERSON && nouns.get(thing).matcher(lower).find()) {
                return Optional.of(thing);
            }
        }
        return Optional.empty();
    }

    /** How a language forms a regular verb. */
    interface Regular {
        Verb verb(Act act, String infinitive, List<String> irregular);
    }

    /** Verbs one a line: the act, then each verb as {@code infinitive=form,form}; forms that begin with {@code +} are participles. */
    static List<Verb> verbs(String text, Regular regular) {
        List<Verb> verbs = new ArrayList<>();
        for (String line : text.strip().split("\n")) {
            String[] words = line.strip().split("\\s+");
            Act act = Act.valueOf(words[0]);
            for (String word : Arrays.asList(words).subList(1, words.length)) {
                String[] parts = word.split("=");
                verbs.add(regular.verb(act, parts[0], parts.length > 1 ? List.of(parts[1].split(",")) : List.of()));
            }
        }
        return List.copyOf(verbs);
    }

    /** Classes one a line, their words after the name. */
    static Map<Small, Set<String>> small(String text) {
        Map<Small, Set<String>> small = new HashMap<>();
        for (String line : text.strip().split("\n")) {
            List<String> words = List.of(line.strip().split("\\s+"));
            small.put(Small.valueOf(words.get(0)), words.stream().skip(1).collect(Collectors.toUnmodifiableSet()));
        }
        return Map.copyOf(small);
    }

    /** Classes one a line, after the name the stems of their words, each a regular expression. */
    static Map<Thing, Pattern> nouns(String text, boolean insideCompounds) {
        Map<Thing, Pattern> nouns = new EnumMap<>(Thing.class);
        for (String line : text.strip().split("\n")) {
            String[] words = line.strip().split("\\s+", 2);
            nouns.put(
                    Thing.valueOf(words[0]),
                    Pattern.compile((insideCompounds ? "" : "(?<!\\p{L})") + "(?:" + words[1].replaceAll("\\s+", "|")
                            + ")(?:\\p{L}{0,3})(?!\\p{L})"));
        }
        return nouns;
    }
}
