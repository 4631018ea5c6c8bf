package nexhelm.engine.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.engine.language.Forms;
import nexhelm.engine.language.Token;

/**
 * What has to be done, by whomever: "somebody has to read it", "there's the form to be filled in", "the price needs working
 * out". It becomes what the speaker does.
 */
final class Duty {

    private static final Map<String, String> OBJECTS = Map.of("they", "them", "he", "him", "she", "her", "we", "us");

    private final List<Token> tokens;

    private Duty(Scene scene) {
        this.tokens = scene.sentence().tokens();
    }

    /** The scene with its duties as acts; the same one where it tells of none. */
    static Scene done(Scene scene) {
        if (scene.sentence().question() || scene.interviewer()) {
            return scene;
        }
        var duty = new Duty(scene);
        for (int i = 0; i < duty.tokens.size(); i++) {
            int at = i;
            Optional<List<Token>> plain = duty.somebody(i)
                    .or(() -> duty.thereIs(at))
                    .or(() -> duty.hasToBe(at))
                    .or(() -> duty.has(at));
            if (plain.isPresent()) {
                return Telling.with(scene, plain.get());
            }
        }
        return scene;
    }

    private Token at(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : new Token(0, 0, "", "", "", "");
    }

    /** "somebody has (got) to read it". */
    private Optional<List<Token>> somebody(int i) {
        if (at(i).word("somebody's", "someone's")
                && at(i + 1).word("got")
                && at(i + 2).word("to")
                && at(i + 3).is("VERB")) {
            return Optional.of(by(i, i + 3));
        }
        if (!at(i).word("somebody", "someone", "one")
                || at(i).word("one") && i > 0 && !at(i - 1).is("PUNCT", "CCONJ", "ADV")) {
            return Optional.empty();
        }
        int verb = modal(i + 1);
        if (verb < 0 || !at(verb).is("VERB") || !Forms.base(at(verb))) {
            return Optional.empty();
        }
        return Optional.of(by(i, verb));
    }

    private List<Token> by(int i, int verb) {
        List<Token> plain = new ArrayList<>(tokens.subList(0, i));
        plain.add(Telling.as(at(i), "I", "PRON", "I"));
        plain.addAll(tokens.subList(verb, tokens.size()));
        return plain;
    }

    /** "the cook has to have a todo": gets one. */
    private Optional<List<Token>> has(int i) {
        int verb = at(i).is("PROPN", "NOUN") ? modal(i + 1) : -1;
        if (verb < 0 || !at(verb).word("have", "get", "receive")) {
            return Optional.empty();
        }
        List<Token> plain = new ArrayList<>(tokens.subList(0, i + 1));
        plain.add(Telling.as(at(verb), "gets", "VERB", "get"));
        plain.addAll(tokens.subList(verb + 1, tokens.size()));
        return Optional.of(plain);
    }

    /** The word after "must", "has to", "'s got to", "needs to"; -1 where there is nothing of the kind. */
    private int modal(int from) {
        if (at(from).word("must", "should")) {
            return from + 1;
        }
        int i = from;
        if (at(i).word("has", "have", "'s", "'ve", "needs", "need")) {
            boolean got = at(i + 1).word("got");
            i += got ? 2 : 1;
            boolean has = got || !at(from).word("'s", "'ve");
            return has && at(i).word("to") ? i + 1 : -1;
        }
        return -1;
    }

    /** "there's the confirmation to be mailed to each", "there is the list to update". */
    private Optional<List<Token>> thereIs(int i) {
        if (!at(i).word("there") || !at(i + 1).word("'s", "is", "are")) {
            return Optional.empty();
        }
        int to = i + 2;
        while (to < tokens.size() && at(to).nominal()) {
            to++;
        }
        if (to == i + 2 || !at(to).word("to")) {
            return Optional.empty();
        }
        boolean passive = at(to + 1).word("be");
        int verb = passive ? to + 2 : to + 1;
        if (!at(verb).is("VERB")
                || passive != Forms.past(at(verb)) && !at(verb).lower().equals("read")) {
            return Optional.empty();
        }
        return Optional.of(act(i, i + 2, to, verb));
    }

    /** "it has to be uploaded", "the sum's to be entered", "the price needs working out": unless a person is named who does it. */
    private Optional<List<Token>> hasToBe(int i) {
        int subject = i;
        if (i > 0 && (at(i - 1).nominal() || at(i - 1).word("of", "for"))) {
            return Optional.empty();
        }
        while (subject < tokens.size()
                && !(subject > i && at(subject).word("needs", "need"))
                && (at(subject).nominal() || at(subject).word("of") && subject > i)) {
            subject++;
        }
        if (subject == i
                || at(i).word(
                                        "no", "none", "nothing", "neither", "i", "we", "you", "he", "she", "they",
                                        "there", "which", "who", "that", "what")
                        && !(at(i).word("that", "they") && subject == i + 1)) {
            return Optional.empty();
        }
        int verb = -1;
        if (at(subject).word("needs", "need") && at(subject + 1).lower().endsWith("ing")) {
            verb = subject + 1;
        } else if (at(subject).word("is", "are", "'s")
                && at(subject + 1).word("to")
                && at(subject + 2).word("be")) {
            verb = subject + 3;
        } else {
            int be = modal(subject);
            verb = be > 0 && at(be).word("be") ? be + 1 : -1;
        }
        if (verb < 0
                || !at(verb).is("VERB", "NOUN")
                || Forms.base(at(verb)) && !at(verb).lower().endsWith("ing")) {
            return Optional.empty();
        }
        return byPerson(verb) ? Optional.empty() : Optional.of(act(i, i, subject, verb));
    }

    private boolean byPerson(int verb) {
        for (int i = verb + 1; i < tokens.size() && !at(i).is("PUNCT"); i++) {
            int who = at(i + 1).is("DET", "PRON") ? i + 2 : i + 1;
            boolean person = Words.person(at(who).lemma())
                    || at(who).is("PROPN")
                            && !at(who).lower()
                                    .matches(".*day|january|february|march|april|may|june|july|august|.*ber");
            if (at(i).word("by") && person) {
                return true;
            }
        }
        return false;
    }

    /** What stands before, "I", the verb, its particle, what it is done to, the rest. */
    private List<Token> act(int before, int from, int to, int verb) {
        List<Token> plain = new ArrayList<>(tokens.subList(0, before));
        String lemma = base(at(verb));
        plain.add(Telling.as(at(before), "I", "PRON", "I"));
        plain.add(Telling.as(at(verb), lemma, "VERB", lemma));
        int rest = verb + 1;
        if (at(rest).word("out", "up", "in", "off", "down")
                && (at(rest).is("ADP", "ADV", "PART"))
                && !at(rest + 1).nominal()) {
            plain.add(at(rest));
            rest++;
        }
        Token first = at(from);
        plain.add(
                first.is("DET", "PRON")
                        ? Telling.as(
                                first, OBJECTS.getOrDefault(first.lower(), first.lower()), first.tag(), first.lemma())
                        : first);
        plain.addAll(tokens.subList(from + 1, to));
        for (int i = rest; i < tokens.size(); i++) {
            boolean more = at(i).word("to")
                    && at(i + 1).word("be")
                    && at(i + 2).is("VERB")
                    && at(i - 1).word("and", ",");
            if (more) { // "…and to be mailed to the agency"
                String next = base(at(i + 2));
                plain.add(Telling.as(at(i + 2), next, "VERB", next));
                plain.add(Telling.as(at(i + 2), "it", "PRON", "it"));
                i += 2;
            } else {
                plain.add(at(i));
            }
        }
        return plain;
    }

    private static String base(Token verb) {
        if (!verb.is("VERB")) {
            return Nominal.verb(verb).orElse(verb.lemma());
        }
        String cut = verb.lower().replaceFirst("e?d$", "");
        return !ToolVerbs.known(verb.lemma()) && ToolVerbs.known(cut) || cut.endsWith("load") ? cut : verb.lemma();
    }
}
