package nexhelm.engine.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nexhelm.engine.language.Clause.Kind;

/** Finds the clauses of a sentence by walking over its verbs from left to right. */
public final class Clauses {

    private static final Set<String> ADVERBIAL = Set.of(
            "if",
            "when",
            "whenever",
            "after",
            "before",
            "until",
            "till",
            "unless",
            "because",
            "while",
            "once",
            "since",
            "although",
            "though",
            "whereas",
            "where",
            "wherever",
            "provided",
            "except",
            "as",
            "in case",
            "lest");
    private static final Set<String> COMPLEMENT = Set.of("that", "whether", "what", "how", "why", "whatever");
    private static final Set<String> RELATIVE = Set.of("which", "who", "whom", "whose", "that", "whoever");
    /** Verbs that take an infinitive or gerund and say only how the act is meant. */
    private static final Set<String> MODAL = Set.of(
            "need",
            "have",
            "want",
            "like",
            "try",
            "begin",
            "start",
            "continue",
            "go",
            "happen",
            "manage",
            "plan",
            "intend",
            "tend",
            "get",
            "ought",
            "suppose",
            "keep",
            "love",
            "prefer",
            "aim",
            "help",
            "remember",
            "proceed",
            "finish",
            "use",
            "let",
            "make",
            "expect",
            "require");

    private static final Set<String> PARTICLES = Set.of(
            "up",
            "out",
            "down",
            "off",
            "over",
            "back",
            "on",
            "through",
            "in",
            "away",
            "together",
            "for",
            "after",
            "along",
            "into",
            "aside");

    private final Sentence sentence;
    private final List<Clause> found = new ArrayList<>();

    private Clauses(Sentence sentence) {
        this.sentence = sentence;
    }

    public static List<Clause> of(Sentence sentence) {
        var clauses = new Clauses(sentence);
        clauses.walk();
        return List.copyOf(clauses.closed());
    }

    private Token at(int i) {
        return sentence.at(i);
    }

    private void walk() {
        int after = 0;
        for (int i = 0; i < sentence.size(); i++) {
            boolean copula = at(i).is("AUX") && !verbFollows(i);
            if (at(i).is("VERB") && !reducedAdjective(i) || copula) {
                found.add(clause(i, after));
                after = i + 1;
            }
        }
    }

    /** "based on", "including", "depending on", "following": prepositions in a verb's clothes. */
    private boolean reducedAdjective(int i) {
        return at(i).word(
                                "based",
                                "including",
                                "depending",
                                "regarding",
                                "concerning",
                                "according",
                                "following",
                                "given",
                                "compared")
                && (i == 0 || !at(i - 1).is("AUX", "PART"))
                && !(i > 0 && at(i - 1).is("ADV") && i > 1 && at(i - 2).is("AUX"));
    }

    private boolean verbFollows(int aux) {
        for (int i = aux + 1; i < sentence.size() && i < aux + 8; i++) {
            if (at(i).is("VERB")) {
                return !(Forms.base(at(i))
                        && at(aux).lemma().equals("be")
                        && i > aux + 1
                        && at(i - 1).word("to")
                        && false);
            }
            if (at(i).is("AUX")) {
                return true;
            }
            boolean passes = at(i).is("ADV")
                    || at(i).word("not", "n't", "-", "ever", "either", "all", "both", "also")
                    || i == aux + 1 && sentence.question() && at(i).is("PRON");
            if (!passes) {
                return false;
            }
        }
        return false;
    }

    private Clause clause(int head, int after) {
        int group = head;
        List<String> auxiliaries = new ArrayList<>();
        boolean negated = false;
        boolean be = false;
        boolean have = false;
        boolean to = false;
        int i = head - 1;
        for (; i >= after; i--) {
            Token token = at(i);
            if (token.is("AUX")) {
                auxiliaries.add(0, token.lower());
                be |= token.lemma().equals("be")
                        || token.word("'s", "'re", "'m") && token.lemma().equals("be");
                have |= token.lemma().equals("have");
                group = i;
            } else if (token.word("not", "n't", "never")) {
                negated = true;
                group = i;
            } else if (token.word("to") && token.is("PART")) {
                to = true;
                group = i;
            } else if (token.is("ADV", "INTJ")
                            && !ADVERBIAL.contains(token.lower())
                            && !COMPLEMENT.contains(token.lower())
                    || token.word(
                                    "all",
                                    "both",
                                    "either",
                                    "himself",
                                    "herself",
                                    "themselves",
                                    "myself",
                                    "yourself",
                                    "just")
                            && i > after) {
                if (i - 1 < after || !glue(i - 1, after)) {
                    break;
                }
            } else {
                break;
            }
        }
        boolean copula = at(head).is("AUX");
        Token verb = at(head);
        int before = i;
        int subjectTo = before + 1;
        int subjectFrom = to ? -1 : subject(before, after);
        int previous = found.size() - 1;
        if (!to
                && previous >= 0
                && found.get(previous).kind() == Kind.RELATIVE
                && found.get(previous).governor() < 0) {
            int antecedent = antecedent(found.get(previous), subjectFrom >= 0 ? subjectFrom : group);
            if (antecedent >= 0) {
                subjectFrom = antecedent;
                subjectTo = found.get(previous).start() - 1;
            }
        }
        if (!to && subjectFrom < 0 && before > after && at(before).word(",")) {
            subjectFrom = apposition(before, after);
            subjectTo = before;
        }
        if (subjectFrom < 0) {
            subjectTo = -1;
        }
        Linked link = link(after, subjectFrom >= 0 ? subjectFrom : group, previous);
        boolean participle = Forms.past(verb) || ambiguousParticiple(verb);
        boolean passive = !copula && be && participle && !Forms.ing(verb);
        boolean coordinated = previous >= 0
                && subjectFrom < 0
                && auxiliaries.isEmpty()
                && !to
                && link.joined
                && !commandAfterCondition(previous, head, link);
        if (coordinated && found.get(previous).passive() && participle) {
            passive = true;
        }
        boolean objectFollows = head + 1 < sentence.size()
                && (at(head + 1).is("DET", "PROPN") || at(head + 1).word("it", "them", "us", "me", "him"));
        boolean gapped = previous >= 0
                && found.get(previous).passive()
                && found.get(previous).kind() == Kind.MAIN
                && link.conjunction
                && auxiliaries.isEmpty()
                && !to
                && subjectFrom >= 0
                && Forms.past(verb)
                && !objectFollows
                && !at(subjectFrom).is("PRON");
        passive |= gapped;
        int partner = coordinated ? partner(previous, verb, passive) : previous;
        boolean past = !passive && !have && Forms.past(verb)
                || auxiliaries.contains("was")
                || auxiliaries.contains("were")
                || auxiliaries.contains("did")
                || auxiliaries.contains("had")
                || copula && verb.word("was", "were", "had", "did")
                || coordinated && found.get(previous).past() && Forms.past(verb);
        Kind kind;
        String marker = link.marker;
        int governor = -1;
        if (to) {
            governor = previous;
            kind = previous >= 0 && governs(previous, group) ? Kind.CONTENT : Kind.INFINITIVE;
            marker = "to";
        } else if (Forms.ing(verb) && !be && subjectFrom >= 0 && auxiliaries.isEmpty()
                || Forms.ing(verb) && !be && !coordinated && auxiliaries.isEmpty()) {
            governor = previous;
            boolean content = previous >= 0
                    && found.get(previous).head() == group - 1
                    && MODAL.contains(found.get(previous).lemma());
            kind = content ? Kind.CONTENT : ADVERBIAL.contains(marker) ? Kind.ADVERBIAL : Kind.PARTICIPLE;
        } else if (!gapped
                && Forms.past(verb)
                && auxiliaries.isEmpty()
                && !coordinated
                && marker.isEmpty()
                && reduced(head, subjectFrom, previous)) {
            kind = Kind.PARTICIPLE;
            governor = previous;
        } else if (coordinated) {
            Clause with = found.get(partner);
            kind = with.kind();
            marker = with.marker();
            governor = partner;
        } else if (ADVERBIAL.contains(marker)) {
            kind = Kind.ADVERBIAL;
        } else if (RELATIVE.contains(marker) && relative(link.at)) {
            kind = Kind.RELATIVE;
        } else if (COMPLEMENT.contains(marker) || RELATIVE.contains(marker)) {
            kind = previous < 0 && link.at == 0 && !marker.equals("that")
                    ? Kind.COMPLEMENT
                    : previous < 0 ? Kind.RELATIVE : Kind.COMPLEMENT;
        } else if (link.inherited && previous >= 0) {
            kind = found.get(previous).kind();
            marker = found.get(previous).marker();
            governor = previous;
        } else if (previous >= 0
                && subjectFrom > 0
                && at(subjectFrom - 1).word("sure")
                && found.get(previous).lemma().equals("make")) {
            kind = Kind.COMPLEMENT;
            marker = "that";
        } else if (previous >= 0 && zeroRelative(previous, subjectFrom)) {
            kind = Kind.RELATIVE;
            marker = "that";
        } else if (previous >= 0 && !gapped && tenseless(verb, head, previous, auxiliaries)) {
            kind = Kind.PARTICIPLE;
            governor = previous;
        } else if (previous >= 0 && smallClause(previous, head, subjectFrom, auxiliaries)) {
            kind = Kind.CONTENT;
            governor = previous;
        } else {
            kind = Kind.MAIN;
        }
        String particle = particle(head);
        int start = subjectFrom >= 0 ? subjectFrom : group;
        return new Clause(
                start,
                group,
                head,
                -1,
                subjectFrom,
                subjectTo,
                kind,
                marker,
                verb.lemma(),
                particle,
                auxiliaries,
                passive,
                negated,
                past,
                governor);
    }

    /** Coordinated verbs have the same form: "create a folder named X and copy …" joins "copy" to "create". */
    private int partner(int previous, Token verb, boolean passive) {
        for (int i = previous; i >= 0; i--) {
            Clause clause = found.get(i);
            Token other = at(clause.head());
            boolean same = clause.passive() == passive
                    && (Forms.base(verb) == Forms.base(other) || Forms.third(verb) == Forms.third(other))
                    && Forms.ing(verb) == Forms.ing(other)
                    && (passive
                            || Forms.past(verb) == Forms.past(other)
                            || !clause.auxiliaries().isEmpty());
            if (same && clause.kind() != Kind.PARTICIPLE || same && i == previous) {
                return i;
            }
            if (clause.kind() != Kind.PARTICIPLE && clause.kind() != Kind.INFINITIVE) {
                break;
            }
        }
        return previous;
    }

    /** "If it is late, send a note": no conjunction, a bare verb, and the condition had a finite verb of its own. */
    private boolean commandAfterCondition(int previous, int head, Linked link) {
        Clause before = found.get(previous);
        boolean finite = before.hasSubject()
                && (!before.auxiliaries().isEmpty() || at(before.head()).is("AUX") || !Forms.base(at(before.head())));
        return before.kind() == Kind.ADVERBIAL && finite && !link.conjunction && Forms.base(at(head));
    }

    /** True when an adverb at this place stands inside the verb group. */
    private boolean glue(int i, int after) {
        return i >= after
                && (at(i).is("AUX", "PART", "NOUN", "PROPN", "PRON", "ADV", "CCONJ", "PUNCT", "ADJ")
                        || at(i).word("to"));
    }

    private static boolean ambiguousParticiple(Token verb) {
        return Forms.base(verb)
                && (verb.word("put", "set", "cut", "read", "shut", "hit", "let", "split", "become", "run", "come"));
    }

    /** True when the noun phrase that ends here begins right behind a comma, a conjunction or a subordinating word. */
    private boolean free(int noun, int after) {
        int j = noun;
        while (j >= after && (at(j).nominal() || at(j).word("'s", "of"))) {
            j--;
        }
        return j < after ? after == 0 : at(j).is("PUNCT", "SCONJ", "CCONJ") || ADVERBIAL.contains(at(j).lower());
    }

    /** "The partner who looks after the family sends it": the subject stands before the relative clause. */
    private int antecedent(Clause relative, int start) {
        if (hasBoundaryOrConjunction(relative.head() + 1, start)
                || !at(relative.start() - 1 < 0 ? 0 : relative.start() - 1).word("who", "which", "that")) {
            return -1;
        }
        int marker = relative.start() - 1;
        if (start > relative.head() + 1 && at(start).is("PRON")) {
            return -1;
        }
        int i = marker - 1;
        int from = -1;
        while (i >= 0 && (at(i).nominal() || at(i).word("of", "'s", "'"))) {
            from = i;
            i--;
        }
        boolean free = i < 0 || !at(i).is("VERB", "ADP");
        boolean early = found.size() < 2 || from > found.get(found.size() - 2).head() + 1;
        return from >= 0 && free && early ? from : -1;
    }

    private boolean hasBoundaryOrConjunction(int from, int to) {
        for (int i = from; i < to; i++) {
            if (at(i).is("PUNCT", "CCONJ", "SCONJ")) {
                return true;
            }
        }
        return false;
    }

    /** "Ben, our paraplanner, checks": the subject stands before the apposition. */
    private int apposition(int comma, int after) {
        int i = comma - 1;
        while (i > after && (at(i).nominal() || at(i).is("ADV") || at(i).word("of", "'s", "'"))) {
            i--;
        }
        if (i <= after && i != after || !at(i).word(",") || i - 1 < after || i == comma - 1) {
            return -1;
        }
        if (!at(i - 1).is("PROPN", "NOUN") || at(comma - 1).is("PRON")) {
            return -1;
        }
        int from = i - 1;
        while (from > after
                && (at(from - 1).is("PROPN", "DET", "ADJ", "NOUN")
                        || at(from - 1).word("my", "our"))
                && !determines(from)) {
            from--;
        }
        boolean opens = from == after || determines(from) || at(from - 1).is("PUNCT", "CCONJ", "ADV", "INTJ", "SCONJ");
        return opens && Forms.third(at(comma + 1 < sentence.size() ? comma + 1 : comma)) ? from : -1;
    }

    /** "two weeks", "a few days": a stretch of time, so that "after" before it opens no clause. */
    private boolean span(int from) {
        if (from >= sentence.size() || !at(from).is("NUM") && !at(from).word("a", "an", "some", "few", "several")) {
            return false;
        }
        for (int i = from + 1; i < Math.min(sentence.size(), from + 3); i++) {
            if (Set.of("minute", "hour", "day", "week", "month", "quarter", "year", "while")
                    .contains(at(i).lemma())) {
                return true;
            }
        }
        return false;
    }

    private boolean determines(int i) {
        return at(i).is("DET") || at(i).word("my", "our", "his", "her", "their", "your");
    }

    /** The subject that ends right before the verb group, or -1. */
    private int subject(int last, int after) {
        int i = last;
        while (i >= after
                && (at(i).is("ADV") && !ADVERBIAL.contains(at(i).lower()) && !COMPLEMENT.contains(at(i).lower())
                        || at(i).word("himself", "themselves", "herself"))) {
            i--;
        }
        if (i >= after && at(i).word(")")) {
            while (i >= after && !at(i).word("(")) {
                i--;
            }
            i--;
        }
        if (i < after || !at(i).is("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "SYM")) {
            return -1;
        }
        if (at(i).word("which", "who", "whom", "what")
                || at(i).word("that") && at(i).is("PRON", "SCONJ", "DET") && !thatSubject(i)) {
            return -1;
        }
        if (at(i).word("me", "him", "them", "us") || at(i).is("DET") && at(i).word("the", "a", "an")) {
            return -1;
        }
        int first = after;
        for (int j = after; j < i; j++) {
            if (at(j).word("case")
                    && j > 0
                    && at(j - 1).word("in")
                    && !at(j + 1).is("ADP", "PUNCT")) {
                first = j + 1;
            }
        }
        after = first;
        for (int j = i + 1; j <= last + 1 && j < sentence.size(); j++) {
            if (at(j).word("please")) {
                return -1;
            }
        }
        int from = i;
        boolean pronoun = at(i).is("PRON")
                && at(i).word(
                                "i",
                                "we",
                                "you",
                                "they",
                                "he",
                                "she",
                                "it",
                                "this",
                                "that",
                                "these",
                                "those",
                                "someone",
                                "somebody",
                                "everyone",
                                "nobody",
                                "nothing");
        if (pronoun) {
            return i;
        }
        for (int j = i - 1; j >= after; j--) {
            Token token = at(j);
            boolean phrase = token.nominal()
                            && !token.word(
                                    "i", "we", "they", "he", "she", "it", "which", "who", "what", "me", "us", "him",
                                    "them")
                            && !(token.word("that") && token.is("SCONJ"))
                    || token.word("'s", "'", "of", "/", "&", "-")
                    || token.is("PART") && !token.word("to")
                    || token.is("CCONJ")
                            && j > after
                            && at(j - 1).is("NOUN", "PROPN")
                            && at(j + 1).is("DET", "NOUN", "PROPN", "PRON", "ADJ")
                            && !objectOf(j, after)
                    || token.is("ADP")
                            && j > after
                            && at(j - 1).is("NOUN", "PROPN", "PRON")
                            && (after == 0 || free(j - 1, after))
                            && !token.word("after", "before", "until")
                    || token.word("from", "in", "at") && j > after && at(j - 1).word("someone", "somebody", "one")
                    || token.is("VERB") && false;
            boolean another =
                    at(j + 1).is("DET") && !at(j + 1).word("all", "both") && token.is("NOUN", "PROPN", "PRON");
            if (!phrase || another) {
                break;
            }
            from = j;
        }
        while (from < i && (at(from).is("CCONJ", "PART", "ADP") || at(from).word("/", "of"))) {
            from++;
        }
        return from;
    }

    /** "because that tells me": here "that" is the subject. */
    private boolean thatSubject(int i) {
        return i == 0
                || ADVERBIAL.contains(at(i - 1).lower())
                || at(i - 1).is("PUNCT", "CCONJ") && !at(i - 1).word("\"");
    }

    /** True when the nouns before this conjunction are the object of an earlier verb rather than part of a new subject. */
    private boolean objectOf(int conjunction, int after) {
        return after > 0 && at(after - 1).is("VERB") && !hasBoundary(after, conjunction);
    }

    private boolean hasBoundary(int from, int to) {
        for (int i = from; i < to; i++) {
            if (at(i).is("PUNCT", "SCONJ") || ADVERBIAL.contains(at(i).lower())) {
                return true;
            }
        }
        return false;
    }

    private record Linked(String marker, int at, boolean joined, boolean inherited, boolean conjunction) {}

    /** What stands between the verb before and this clause: a subordinating word, a conjunction, a comma. */
    private Linked link(int after, int start, int previous) {
        boolean joined = false;
        boolean comma = false;
        boolean breaks = false;
        boolean conjunction = false;
        String marker = "";
        int place = -1;
        for (int i = after; i < start; i++) {
            Token token = at(i);
            if (token.is("CCONJ") && !token.word("&") || token.word("/")) {
                joined = !token.word("but") || joined;
                conjunction = true;
                marker = "";
                place = -1;
            } else if (token.is("PUNCT")) {
                comma |= token.word(",", "(", ")");
                joined |= token.word(",");
                breaks |= token.word(";", ":", ".", "!", "?");
                if (token.word(",", ";", ":") && i > after && !marker.isEmpty() && place < i - 1) {
                    marker = "";
                    place = -1;
                }
            } else if (token.word("case")
                    && i > after
                    && at(i - 1).word("in")
                    && !(i > 1 && at(i - 1).word("the"))
                    && !(i + 1 < start && at(i + 1).is("ADP", "PUNCT"))) {
                marker = "in case";
                place = i - 1;
            } else if (token.word("then", "otherwise", "so") && token.is("ADV") && !conjunction) {
                breaks = true;
            } else if (subordinates(i, start)) {
                marker = token.lower();
                place = i;
            }
        }
        boolean inherited = marker.isEmpty() && conjunction && !comma && !breaks;
        return new Linked(
                marker,
                place,
                joined && !breaks && marker.isEmpty() || conjunction && marker.isEmpty() && !breaks,
                inherited,
                conjunction);
    }

    private boolean subordinates(int i, int start) {
        Token token = at(i);
        String lower = token.lower();
        if (token.word("that")) {
            if (token.is("PRON") && thatSubject(i)) {
                return false;
            }
            if (i > 0
                    && at(i - 1).word("after", "before", "besides", "for", "from", "with", "on", "of", "by")
                    && i + 1 < sentence.size()
                    && !at(i + 1).is("VERB", "AUX")) {
                return false;
            }
            return token.is("SCONJ")
                    || token.is("PRON") && i + 1 == start
                    || token.is("PRON") && i > 0 && at(i - 1).is("NOUN", "PROPN");
        }
        if (token.word("as")) {
            return token.is("SCONJ") && i + 1 < sentence.size() && (at(i + 1).is("PRON", "DET") || i + 1 == start);
        }
        if (token.word("after", "before", "until", "till", "since", "except", "once")) {
            if (token.word("once") && i + 1 < start && at(i + 1).word("a", "every", "per", "again", "more")) {
                return false;
            }
            if (span(i + 1)) {
                return false;
            }
            boolean phrase = i + 1 < sentence.size()
                    && (at(i + 1).word("that", "this") || at(i + 1).is("PUNCT"));
            if (phrase
                    && at(i + 1).word("this")
                    && i + 2 < sentence.size()
                    && at(i + 2).is("NOUN", "AUX")) {
                phrase = false;
            }
            return !phrase && closes(i, start);
        }
        if (token.word("so")) {
            return false;
        }
        return ADVERBIAL.contains(lower) && token.is("SCONJ", "ADV", "VERB", "ADP", "PRON")
                || (COMPLEMENT.contains(lower) || RELATIVE.contains(lower))
                        && token.is("SCONJ", "PRON", "ADV", "DET", "ADP");
    }

    /** "after" and its like subordinate a clause only when nothing but its subject stands before the verb. */
    private boolean closes(int i, int start) {
        for (int j = i + 1; j < start; j++) {
            if (at(j).is("PUNCT")) {
                return false;
            }
        }
        int gap = start - i - 1;
        return gap <= 2;
    }

    /** Before a relative clause stands a noun, perhaps with a comma or a preposition between. */
    private boolean relative(int marker) {
        int i = marker - 1;
        while (i >= 0 && (at(i).is("PUNCT", "ADP") || at(i).is("DET") && false)) {
            i--;
        }
        return i >= 0 && at(i).is("NOUN", "PROPN", "PRON", "NUM", "ADJ")
                || marker > 0 && at(marker).word("who", "which");
    }

    private boolean governs(int previous, int to) {
        Clause governor = found.get(previous);
        boolean near = to - governor.head() <= 4 && !hasBoundary(governor.head() + 1, to);
        boolean copula = at(governor.head()).is("AUX") && governor.lemma().equals("be");
        if (copula) {
            boolean task = to == governor.head() + 1 && governor.hasSubject();
            boolean able = to == governor.head() + 2 && at(to - 1).word("able", "ready", "about", "supposed", "due");
            return task || able;
        }
        if (!MODAL.contains(governor.lemma())
                || governor.passive()
                        && !governor.lemma().equals("suppose")
                        && !governor.lemma().equals("require")
                        && !governor.lemma().equals("expect")) {
            return false;
        }
        boolean withObject = Set.of("want", "like", "need", "love", "prefer", "expect", "help", "get", "require")
                .contains(governor.lemma());
        boolean direct = true;
        for (int i = governor.head() + 1; i < to; i++) {
            direct &= at(i).is("ADV", "PART", "INTJ") || at(i).word("up", "on");
        }
        return direct || withObject && near;
    }

    /** "the package they asked for": a clause that begins right behind a noun. */
    private boolean zeroRelative(int previous, int subjectFrom) {
        return subjectFrom > 0
                && found.get(previous).kind() != Kind.ADVERBIAL
                && found.get(previous).kind() != Kind.COMPLEMENT
                && at(subjectFrom - 1).is("NOUN")
                && at(subjectFrom).word("i", "we", "you", "they", "he", "she", "it");
    }

    /** ", the excess and the amount claimed": a past form without object in a list after a verb in the present. */
    private boolean tenseless(Token verb, int head, int previous, List<String> auxiliaries) {
        boolean objectless = head + 1 >= sentence.size()
                || at(head + 1).is("PUNCT", "CCONJ")
                || at(head + 1).word("by");
        return auxiliaries.isEmpty()
                && Forms.past(verb)
                && objectless
                && !found.get(previous).past()
                && at(head - 1).is("NOUN")
                && !hasMarker(found.get(previous).head() + 1, head);
    }

    private boolean hasMarker(int from, int to) {
        for (int i = from; i < to; i++) {
            if (ADVERBIAL.contains(at(i).lower()) && !at(i).is("NOUN") || at(i).is("SCONJ")) {
                return true;
            }
        }
        return false;
    }

    /** "let you check", "have someone check", "make it send": a bare verb after a causing one. */
    private boolean smallClause(int previous, int head, int subjectFrom, List<String> auxiliaries) {
        Clause governor = found.get(previous);
        return auxiliaries.isEmpty()
                && Forms.base(at(head))
                && governor.head() >= head - 5
                && Set.of("let", "have", "make", "help").contains(governor.lemma())
                && !hasBoundary(governor.head() + 1, head)
                && (subjectFrom >= 0 || governor.head() == head - 2);
    }

    /** "the file sent by the client", "Based on this": a participle that modifies what stands before it. */
    private boolean reduced(int head, int subjectFrom, int previous) {
        Token verb = at(head);
        boolean objectFollows = head + 1 < sentence.size()
                && (at(head + 1).is("DET", "PROPN") || at(head + 1).is("PRON"));
        boolean finiteElsewhere = false;
        for (int i = head + 1; i < sentence.size() && !at(i).is("PUNCT", "CCONJ", "SCONJ"); i++) {
            finiteElsewhere |=
                    at(i).is("AUX") || at(i).is("VERB") && (Forms.third(at(i)) || Forms.past(at(i)) && i > head + 2);
        }
        if (subjectFrom < 0) {
            return true;
        }
        if (at(subjectFrom).word("i", "we", "he", "she", "they", "you")) {
            return false;
        }
        int before = subjectFrom - 1;
        while (before >= 0 && at(before).is("DET", "ADJ", "NOUN", "PROPN")) {
            before--;
        }
        if (before >= 0 && at(before).word("with", "without") && !objectFollows) {
            return true; // "with the letter attached"
        }
        return !objectFollows
                        && (previous >= 0 && !hasBoundary(found.get(previous).head() + 1, head) || finiteElsewhere)
                || finiteElsewhere && verb.lower().endsWith("ed") && !objectFollows;
    }

    private String particle(int head) {
        int next = head + 1;
        if (next < sentence.size()
                && PARTICLES.contains(at(next).lower())
                && at(next).is("ADP", "ADV", "PART", "SCONJ", "ADJ")) {
            return at(next).lower();
        }
        for (int i = next; i < sentence.size() && i < head + 6; i++) {
            if (at(i).word("up", "out", "down", "off", "back", "together", "away")
                    && at(i).is("ADP", "ADV")
                    && (i + 1 == sentence.size() || !at(i + 1).is("DET", "NOUN", "PRON"))) {
                return at(i).lower();
            }
            if (!at(i).nominal()) {
                break;
            }
        }
        return "";
    }

    /** Gives every clause its end: where the next one that is not embedded in it begins. */
    private List<Clause> closed() {
        List<Clause> closed = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Clause clause = found.get(i);
            int end = sentence.size();
            for (int j = i + 1; j < found.size(); j++) {
                Clause next = found.get(j);
                boolean embedded = switch (next.kind()) {
                    case RELATIVE, COMPLEMENT, INFINITIVE, PARTICIPLE -> true;
                    case CONTENT -> next.governor() == i || next.governor() > i && embeddedIn(next.governor(), i);
                    default -> false;
                };
                if (!embedded || sameKindCoordinate(clause, next, i)) {
                    end = beginning(next, clause);
                    break;
                }
            }
            while (end > clause.head() + 1
                    && (at(end - 1).is("PUNCT", "CCONJ", "INTJ") && !at(end - 1).word(")", "\"", "'")
                            || at(end - 1)
                                            .word(
                                                    "then",
                                                    "also",
                                                    "and",
                                                    "or",
                                                    "but",
                                                    "so",
                                                    "finally",
                                                    "otherwise",
                                                    "afterwards",
                                                    "meanwhile",
                                                    "next")
                                    && at(end - 1).is("ADV", "CCONJ", "SCONJ"))) {
                end--;
            }
            closed.add(new Clause(
                    clause.start(),
                    clause.group(),
                    clause.head(),
                    Math.max(end, clause.head() + 1),
                    clause.subjectFrom(),
                    clause.subjectTo(),
                    clause.kind(),
                    clause.marker(),
                    clause.lemma(),
                    clause.particle(),
                    clause.auxiliaries(),
                    clause.passive(),
                    clause.negated(),
                    clause.past(),
                    clause.governor()));
        }
        return closed;
    }

    private boolean sameKindCoordinate(Clause clause, Clause next, int index) {
        return next.governor() == index
                        && next.kind() == clause.kind()
                        && next.kind() != Kind.PARTICIPLE
                        && next.kind() != Kind.INFINITIVE
                || next.governor() == index
                        && next.kind() == clause.kind()
                        && clause.kind() == Kind.INFINITIVE
                        && !next.marker().isEmpty()
                        && !at(next.group()).word("to");
    }

    private boolean embeddedIn(int index, int outer) {
        for (int g = index; g >= 0; g = found.get(g).governor()) {
            if (g == outer) {
                return true;
            }
            if (found.get(g).kind() == Kind.MAIN || found.get(g).kind() == Kind.ADVERBIAL) {
                return false;
            }
        }
        return false;
    }

    /** A following clause begins at its marker, or at the comma or adverb before its subject. */
    private int beginning(Clause next, Clause clause) {
        int begin = next.start();
        for (int i = next.start() - 1; next.kind() == Kind.ADVERBIAL && next.governor() < 0 && i > clause.head(); i--) {
            if (at(i).lower().equals(next.marker()) || next.marker().equals("in case") && at(i).word("in")) {
                return i;
            }
        }
        for (int i = next.start() - 1; i > clause.head(); i--) {
            if (at(i).is("PUNCT") || at(i).is("CCONJ")) {
                begin = i;
                break;
            }
            if (!next.marker().isEmpty() && at(i).lower().equals(next.marker())
                    || next.marker().equals("in case") && at(i).word("in")) {
                begin = i;
                break;
            }
            if (!at(i).is("ADV", "CCONJ", "PUNCT", "INTJ")) {
                break;
            }
            begin = i;
        }
        return begin;
    }
}
