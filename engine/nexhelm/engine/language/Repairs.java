package nexhelm.engine.language;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Corrects what a statistical tagger gets wrong in descriptions of work: present-tense verbs that look like plural nouns
 * ("the clerk files the form"), imperatives that look like nouns, participles before nouns, abbreviations in capitals.
 */
final class Repairs {

    /** Participles that after {@code be} say how somebody or something is, not what is done. */
    private static final Set<String> STATES = Set.of(
            "interested",
            "tired",
            "excited",
            "pleased",
            "concerned",
            "worried",
            "supposed",
            "married",
            "located",
            "dated",
            "related",
            "limited",
            "involved",
            "retired",
            "satisfied",
            "scared",
            "bored",
            "confused",
            "surprised",
            "delighted",
            "based",
            "allowed",
            "needed",
            "used",
            "detailed",
            "advanced",
            "complicated");

    /** Plural forms that stand before nouns: the sales department, a claims officer. */
    private static final Set<String> COLLECTIVE = Set.of(
            "sales",
            "claims",
            "operations",
            "savings",
            "goods",
            "accounts",
            "benefits",
            "securities",
            "human",
            "logistics",
            "communications",
            "customs",
            "systems",
            "futures",
            "bonds",
            "news",
            "economics",
            "admissions",
            "contracts",
            "details",
            "terms");

    private final UnaryOperator<String> verbLemma;
    private final Set<Repair> chosen;

    Repairs(UnaryOperator<String> verbLemma, Set<Repair> chosen) {
        this.chosen = chosen;
        this.verbLemma = verbLemma;
    }

    void apply(List<Token> tokens) {
        if (on(Repair.NEGATION)) {
            negations(tokens);
        }
        for (int i = 0; i < tokens.size(); i++) {
            for (Repair repair : Repair.values()) {
                if (on(repair)) {
                    apply(repair, tokens, i);
                }
            }
        }
        int start = 0;
        for (int i = 0; on(Repair.VERBLESS) && i <= tokens.size(); i++) {
            if (i == tokens.size() || separates(tokens.get(i))) {
                verbless(tokens, start, i);
                start = i + 1;
            }
        }
    }

    private boolean on(Repair repair) {
        return chosen.contains(repair);
    }

    private void apply(Repair repair, List<Token> tokens, int i) {
        switch (repair) {
            case POSSESSIVE -> possessive(tokens, i);
            case WORD -> word(tokens, i);
            case NAMED -> named(tokens, i);
            case PERFECT -> perfect(tokens, i);
            case COORDINATION -> coordinate(tokens, i);
            case AGREEMENT -> agreement(tokens, i);
            case GET_PASSIVE -> getPassive(tokens, i);
            case THIRD_PERSON -> thirdPerson(tokens, i);
            case DEPARTMENT -> department(tokens, i);
            case MODIFIER -> modifier(tokens, i);
            case PASSIVE -> passive(tokens, i);
            case NEGATION, VERBLESS -> {
                // these look at a whole sentence or part of one
            }
        }
    }

    private static boolean separates(Token token) {
        return token.is("CCONJ")
                || token.is("PUNCT") && !token.word("'", "\"", "-", "/")
                || token.is("SCONJ")
                || token.word("when", "whenever", "once", "which", "who", "while", "otherwise");
    }

    private static void possessive(List<Token> tokens, int i) {
        if (i > 0 && tokens.get(i).word("s") && tokens.get(i - 1).word("'")) {
            tokens.set(i, tokens.get(i).as("PART", "'s"));
            tokens.set(i - 1, tokens.get(i - 1).as("PART", "'s"));
        }
        if (tokens.get(i).word("'s") && tokens.get(i).is("PART") && i > 0 && i + 1 < tokens.size()) {
            if (tokens.get(i + 1).word("been")) {
                tokens.set(i, tokens.get(i).as("AUX", "have")); // "the book's been typed"
            } else if (auxiliary(tokens, i)) {
                tokens.set(i, tokens.get(i).as("AUX", "be"));
            }
        }
    }

    /** "a line's added in the book": a passive, where no noun follows that the line could own. */
    private static boolean auxiliary(List<Token> tokens, int i) {
        boolean participle = tokens.get(i + 1).is("VERB")
                && Forms.past(tokens.get(i + 1))
                && i > 1
                && tokens.get(i - 1).is("NOUN")
                && (i + 2 >= tokens.size()
                        || tokens.get(i + 2).is("PUNCT", "ADP")
                        || tokens.get(i + 2).word("to", "in", "into", "on", "at", "by"));
        int j = i - 1;
        while (j > 0 && tokens.get(j).is("NOUN", "ADJ")) {
            j--;
        }
        boolean opens = tokens.get(j).is("DET")
                && (j == 0
                        || tokens.get(j - 1).is("PUNCT", "CCONJ", "ADV", "INTJ")
                        || tokens.get(j - 1).is("NOUN"));
        return participle && opens && tokens.subList(0, j).stream().noneMatch(t -> t.is("VERB", "AUX"));
    }

    /** Tokenised text writes "haven ' t" and "don ' t". */
    private static void negations(List<Token> tokens) {
        for (int i = 1; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).word("'")
                    && tokens.get(i + 1).word("t")
                    && tokens.get(i - 1).lower().matches(".*n")) {
                tokens.set(
                        i - 1,
                        tokens.get(i - 1).as("AUX", tokens.get(i - 1).lower().replaceAll("n$", "")));
                tokens.set(i, tokens.get(i).as("PART", "'"));
                Token t = tokens.get(i + 1);
                tokens.set(i + 1, new Token(t.start(), t.end(), t.text(), "n't", "PART", "not"));
            }
        }
    }

    /** "a transfer check memo": after a singular noun no bare verb can follow, so it is part of the noun phrase. */
    private static void agreement(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        if (i < 2
                || !token.is("VERB")
                || !Forms.base(token)
                || !tokens.get(i - 1).is("NOUN")
                || pluralLooking(tokens.get(i - 1))
                || token.lower().matches("put|set|cut|read|let|hit|come|become|run")) {
            return;
        }
        int j = i - 1;
        while (j > 0 && tokens.get(j).is("NOUN", "ADJ")) {
            j--;
        }
        boolean singular = tokens.get(j).word("a", "an", "the", "this", "each", "every", "another");
        boolean caused = j > 0
                && tokens.get(j - 1).is("VERB")
                && Set.of("have", "let", "make", "help", "see", "watch", "suggest", "recommend", "require")
                        .contains(tokens.get(j - 1).lemma());
        boolean noun = i + 1 < tokens.size() && (tokens.get(i + 1).is("NOUN", "ADP", "PUNCT", "CCONJ"));
        if (singular && !caused && noun && !asked(tokens, j)) {
            tokens.set(i, token.as("NOUN", token.lower()));
        }
    }

    /** "gets moved", "got filed": a passive with "get". */
    private static void getPassive(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        int next = i + 1;
        while (next < tokens.size() && tokens.get(next).is("ADV")) {
            next++;
        }
        boolean participle = next < tokens.size() && tokens.get(next).is("VERB") && Forms.past(tokens.get(next));
        if (token.lemma().equals("get") && token.is("VERB", "AUX") && participle && !token.word("getting")) {
            tokens.set(i, token.as("AUX", "be"));
        }
    }

    /** The lemmatizer stumbles over some third persons; their ending is regular. */
    private static void thirdPerson(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        String word = token.lower();
        if (!token.is("VERB")
                || !word.matches("[a-z-]{3,}s")
                || word.endsWith("ss")
                || word.endsWith("us")
                || word.equals("goes")
                || word.equals("does")) {
            return;
        }
        String base = word.endsWith("ies")
                ? word.substring(0, word.length() - 3) + "y"
                : word.matches(".*(?:ch|sh|ss|x|zz)es")
                        ? word.substring(0, word.length() - 2)
                        : word.substring(0, word.length() - 1);
        if (!base.equals(token.lemma()) && !(word.endsWith("ies") && word.length() < 6)) {
            tokens.set(i, token.as("VERB", base));
        }
    }

    /** "my colleague in accounting checks": a department, no act. */
    private static void department(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        boolean place = i > 1
                && tokens.get(i - 1).word("in", "from", "at")
                && tokens.get(i - 2).is("NOUN", "PROPN");
        boolean verbNext = i + 1 < tokens.size()
                && (tokens.get(i + 1).is("AUX", "PUNCT")
                        || tokens.get(i + 1).is("VERB") && Forms.third(tokens.get(i + 1))
                        || pluralLooking(tokens.get(i + 1)));
        if (token.is("VERB") && Forms.ing(token) && place && verbNext) {
            tokens.set(i, token.as("NOUN", token.lower()));
        }
    }

    private static boolean asked(List<Token> tokens, int j) {
        return j > 0 && tokens.get(j - 1).is("AUX");
    }

    /** What a name in capitals stands behind. */
    private static final Set<String> CONTAINERS = Set.of(
            "folder",
            "subfolder",
            "sheet",
            "tab",
            "file",
            "document",
            "list",
            "calendar",
            "mailbox",
            "form",
            "template");

    /** A capitalised word after another one is part of a name, whatever it looks like. */
    private static void named(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        if (i > 0
                && token.is("VERB")
                && capital(token)
                && capital(tokens.get(i - 1))
                && tokens.get(i - 1).is("NOUN", "PROPN", "ADJ", "CCONJ")
                && !Forms.third(token)) {
            tokens.set(i, token.as("PROPN", token.lower()));
        }
        if (i > 0
                && token.is("VERB")
                && capital(token)
                && CONTAINERS.contains(tokens.get(i - 1).lower())) {
            tokens.set(i, token.as("PROPN", token.lower())); // "a folder Offers"
        }
        if (i > 0
                && i + 1 < tokens.size()
                && token.word("called", "named", "titled", "entitled")
                && tokens.get(i - 1).is("NOUN")
                && (capital(tokens.get(i + 1)) || tokens.get(i + 1).word("\"", "“", "'"))) {
            tokens.set(i, token.as("ADJ", token.lower())); // "a folder called Offers"
        }
        boolean inside = i > 0
                && !tokens.get(i - 1).is("PUNCT", "INTJ", "CCONJ")
                && !tokens.get(i - 1).word("\"", "'");
        if (inside
                && token.is("VERB", "X", "INTJ")
                && capital(token)
                && Forms.base(token)
                && token.text().length() > 1
                && !token.text().equals(token.text().toUpperCase())
                && i + 1 < tokens.size()) {
            tokens.set(i, token.as("PROPN", token.lower()));
        }
    }

    private static boolean capital(Token token) {
        return !token.text().isEmpty() && Character.isUpperCase(token.text().codePointAt(0));
    }

    private static void perfect(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        if (!token.word("have", "has", "had") || !token.is("VERB")) {
            return;
        }
        int j = i + 1;
        while (j < tokens.size()
                && tokens.get(j).is("ADV", "PART")
                && !tokens.get(j).word("to")) {
            j++;
        }
        if (j < tokens.size() && tokens.get(j).is("VERB") && Forms.past(tokens.get(j))) {
            tokens.set(i, token.as("AUX", "have"));
        }
    }

    /** "… checks the form and files the copy": the second verb looks like a noun, the first does not. */
    private void coordinate(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        int j = i - 1;
        while (j > 0 && tokens.get(j).is("ADV")) {
            j--;
        }
        boolean conjunction =
                j > 0 && (tokens.get(j).is("CCONJ") || tokens.get(j).word(","));
        if (!conjunction || !token.is("NOUN") || !pluralLooking(token) || i + 1 >= tokens.size()) {
            return;
        }
        Token next = tokens.get(i + 1);
        boolean object = next.is("DET", "PRON") && !next.word("that", "which", "who", "whose");
        boolean compound = next.is("NOUN", "ADJ")
                && tokens.get(j).is("CCONJ")
                && i + 2 < tokens.size()
                && (tokens.get(i + 2).is("NOUN") || pluralLooking(next))
                && !COLLECTIVE.contains(token.lower());
        boolean waits = token.word("waits", "looks", "asks");
        if (object || compound || waits) {
            for (int k = j - 1; k >= 0; k--) {
                if (tokens.get(k).is("AUX", "VERB")) {
                    if (Forms.third(tokens.get(k)) && tokens.get(k).is("VERB")) {
                        verb(tokens, i);
                    }
                    return;
                }
            }
        }
    }

    private void word(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        if (token.is("PUNCT") && token.lower().matches(".*[a-z]{2}.*")) {
            tokens.set(i, token.as("NOUN", token.lower()));
            return;
        }
        if (token.word("same", "no.") && token.is("VERB")) {
            tokens.set(i, token.as(token.word("same") ? "ADJ" : "INTJ", token.lower()));
            return;
        }
        if (token.word("sure") && token.is("VERB")) {
            tokens.set(i, token.as("ADJ", "sure"));
            return;
        }
        if (i == 0
                && token.is("VERB")
                && Forms.third(token)
                && tokens.size() > 1
                && tokens.get(1).is("ADP", "VERB", "AUX")) {
            tokens.set(i, token.as("NOUN", token.lemma()));
            return;
        }
        Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : null;
        if (token.word("multiply") && token.is("ADV", "NOUN", "ADJ")) {
            tokens.set(i, token.as("VERB", "multiply"));
            return;
        }
        if (token.word("does")
                && token.is("AUX")
                && i > 0
                && tokens.get(i - 1).is("PROPN")
                && next != null
                && next.is("DET")) {
            tokens.set(i, token.as("VERB", "do")); // "Frau Dreher does the bills"
            return;
        }
        if (i > 0
                && tokens.get(i - 1).word("mr.", "mrs.", "ms.", "dr.", "prof.")
                && Character.isUpperCase(token.text().codePointAt(0))
                && !token.is("PROPN")) {
            tokens.set(i, token.as("PROPN", token.lower()));
            return;
        }
        if (token.word("times")
                && token.is("VERB")
                && tokens.subList(0, i).stream().anyMatch(t -> t.is("VERB"))) {
            tokens.set(i, token.as("NOUN", "times")); // "I calculate the total, so the number times the price"
            return;
        }
        if (token.word("times")
                && i > 0
                && next != null
                && tokens.get(i - 1).is("NOUN", "VERB")
                && tokens.subList(0, i - 1).stream().noneMatch(t -> t.is("VERB", "AUX"))
                && next.is("NOUN", "DET", "PRON", "ADJ")) {
            if (tokens.get(i - 1).is("VERB") && (i == 1 || !tokens.get(i - 2).is("PRON", "PROPN", "AUX"))) {
                tokens.set(i - 1, tokens.get(i - 1).as("NOUN", tokens.get(i - 1).lemma()));
            }
            if (tokens.get(i - 1).is("NOUN")) {
                tokens.set(i, token.as("VERB", "times")); // "height times length": a sum told without a verb
            }
            return;
        }
        boolean determined = i > 0 && tokens.get(i - 1).is("DET");
        if (token.word("deductible", "payable", "receivable")
                && determined
                && (next == null || next.is("PUNCT", "ADP", "CCONJ"))) {
            tokens.set(i, token.as("NOUN", token.lower()));
            return;
        }
        if (token.is("VERB")
                && Forms.base(token)
                && i > 1
                && tokens.get(i - 1).is("NOUN")
                && tokens.get(i - 2).is("DET")
                && next != null
                && next.word("himself", "herself", "myself", "themselves")) {
            tokens.set(i, token.as("NOUN", token.lower())); // "makes the delivery plan himself"
            return;
        }
        if (token.word("to") && next != null) {
            boolean base = next.is("VERB", "AUX") && !Forms.ing(next);
            tokens.set(i, token.as(base ? "PART" : token.is("PART") && next.is("ADV") ? "PART" : "ADP", "to"));
        } else if (token.word("please", "yeah", "yes", "uh", "um", "erm", "hmm", "okay", "ok")
                && !(i > 0
                        && tokens.get(i - 1).is("DET", "PRON", "PART")
                        && !tokens.get(i - 1).word("it", "that"))) {
            tokens.set(i, token.as("INTJ", token.lower()));
        } else if (token.word("afterwards", "meanwhile", "then", "finally", "meantime")
                && token.is("NOUN", "ADJ", "PROPN")) {
            tokens.set(i, token.as("ADV", token.lower()));
        } else if (token.is("INTJ")
                && i > 0
                && opensNoun(tokens.get(i - 1))
                && next != null
                && next.is("NOUN", "ADJ")) {
            tokens.set(i, token.as("ADJ", token.lower()));
        } else if (token.is("VERB")
                && token.text().length() > 1
                && token.text().equals(token.text().toUpperCase())
                && !token.text().equals(token.lower())) {
            tokens.set(i, token.as("PROPN", token.lower()));
        }
    }

    private static boolean opensNoun(Token token) {
        return token.is("DET") && !token.word("all", "both")
                || token.is("ADJ", "NUM")
                || token.word("my", "your", "our", "their", "its", "his", "'s");
    }

    private void modifier(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        if (i == 0
                && token.is("VERB")
                && (Forms.past(token) || token.lower().endsWith("ed"))
                && tokens.size() > 2
                && tokens.get(1).is("NOUN")
                && tokens.stream().skip(2).anyMatch(t -> t.is("AUX"))) {
            tokens.set(0, token.as("ADJ", token.lower()));
            return;
        }
        if (i == 0 || !token.is("VERB") || !opensNoun(tokens.get(i - 1))) {
            return;
        }
        boolean nounFollows = i + 1 < tokens.size() && tokens.get(i + 1).is("NOUN", "ADJ", "PROPN", "VERB");
        if (Forms.base(token)) {
            if (!tokens.get(i - 1).is("NUM", "ADJ") && !tokens.get(i - 1).word("that", "this", "those")) {
                tokens.set(i, token.as("NOUN", token.lower()));
            }
        } else if (nounFollows && !Forms.third(token)) {
            tokens.set(i, token.as("ADJ", token.lower()));
        }
    }

    private void passive(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        if (!token.is("ADJ")
                || !(token.lower().endsWith("ed") || token.lower().endsWith("ted"))
                || STATES.contains(token.lower())) {
            return;
        }
        int j = i - 1;
        while (j >= 0 && tokens.get(j).is("ADV", "PART")) {
            j--;
        }
        boolean nounFollows = i + 1 < tokens.size() && tokens.get(i + 1).is("NOUN", "PROPN");
        if (j >= 0 && tokens.get(j).is("AUX") && tokens.get(j).lemma().equals("be") && !nounFollows) {
            tokens.set(i, token.as("VERB", verbLemma.apply(token.lower())));
        }
    }

    /** A clause needs a verb: when the tagger saw none, the word in a verb's place is one. */
    private void verbless(List<Token> tokens, int from, int to) {
        for (int i = from; i < to; i++) {
            Token token = tokens.get(i);
            if (token.is("AUX") || token.is("VERB") && !(i > from && attributive(tokens, i))) {
                return;
            }
        }
        if (tokens.subList(from, to).stream().anyMatch(t -> t.word("times"))) {
            return; // "copies times the price": how a figure before it is worked out
        }
        int first = from;
        while (first < to && tokens.get(first).is("ADV", "INTJ", "PUNCT")) {
            first++;
        }
        if (first < to && tokens.get(first).word("no", "no.", "nothing", "nobody", "never")) {
            return;
        }
        boolean apposed = first > 0
                && first + 1 < to
                && tokens.get(first).is("NOUN")
                && pluralLooking(tokens.get(first))
                && tokens.get(first - 1).word(",")
                && tokens.get(first + 1).word("it", "them", "him", "her", "us");
        if (apposed) {
            verb(tokens, first);
            return;
        }
        if (imperative(tokens, first, to)) {
            verb(tokens, first);
            return;
        }
        if (first < to
                && first + 1 < tokens.size()
                && pluralLooking(tokens.get(first))
                && tokens.get(first).is("NOUN")
                && tokens.get(first + 1).word("whether", "that", "if")) {
            verb(tokens, first);
            return;
        }
        for (int i = first + 1; i < to; i++) {
            if (takesObject(tokens, i, to) && subjectBefore(tokens, i)) {
                verb(tokens, i);
                return;
            }
        }
        boolean conditioned = from > 0
                && (tokens.get(from - 1).is("SCONJ")
                        || tokens.get(from - 1).word("when", "whenever", "once", "after", "if", "while"));
        for (int i = first + 1; conditioned && i < to; i++) {
            if (pluralLooking(tokens.get(i))
                    && tokens.get(i).is("NOUN")
                    && tokens.get(i - 1).is("NOUN", "PROPN")
                    && !pluralLooking(tokens.get(i - 1))) {
                verb(tokens, i);
                return;
            }
        }
        boolean afterCondition = from > 0
                && tokens.get(0).word("if", "when", "once", "whenever", "after", "unless")
                && tokens.get(from - 1).word(",");
        if (afterCondition
                && first < to
                && tokens.get(first).is("NOUN", "ADJ")
                && !pluralLooking(tokens.get(first))
                && first + 1 < to
                && tokens.get(first + 1).is("ADP", "NOUN", "ADJ", "PROPN")) {
            verb(tokens, first);
            return;
        }
        boolean singularSubject = first < to
                && tokens.get(first)
                        .word("the", "a", "an", "this", "each", "every", "that", "our", "my", "another", "any", "some");
        for (int i = to - 1; singularSubject && i > first + 1; i--) {
            boolean last = i + 1 == to || tokens.get(i + 1).is("ADP", "ADV", "PART", "PUNCT");
            if (last
                    && pluralLooking(tokens.get(i))
                    && tokens.get(i - 1).is("NOUN", "PROPN", "ADV")
                    && !pluralLooking(tokens.get(i - 1))
                    && noAdpositionBefore(tokens, first, i)) {
                verb(tokens, i);
                return;
            }
        }
    }

    private static boolean attributive(List<Token> tokens, int i) {
        return !Forms.base(tokens.get(i))
                && !Forms.third(tokens.get(i))
                && i + 1 < tokens.size()
                && tokens.get(i + 1).is("ADP", "NOUN")
                && tokens.get(i - 1).is("NOUN", "DET", "ADJ");
    }

    private static boolean noAdpositionBefore(List<Token> tokens, int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.get(i).is("ADP") && !tokens.get(i).word("of")) {
                return false;
            }
        }
        return true;
    }

    private static boolean imperative(List<Token> tokens, int first, int to) {
        return first + 1 < to
                && tokens.get(first).is("NOUN", "ADJ", "PROPN")
                && !pluralLooking(tokens.get(first))
                && !tokens.get(first).word("half", "same", "such", "next", "last", "only", "twice")
                && (tokens.get(first + 1).is("DET")
                        || tokens.get(first + 1)
                                .word("it", "them", "him", "her", "me", "us", "my", "our", "your", "their", "his"))
                && !tokens.get(first + 1).word("that");
    }

    private static boolean takesObject(List<Token> tokens, int i, int to) {
        Token token = tokens.get(i);
        boolean nominative = tokens.get(i - 1).word("i", "we", "you", "they");
        boolean adverb = token.is("ADV")
                && nominative
                && !token.lower().endsWith("ly")
                && i + 1 < to
                && tokens.get(i + 1).is("DET")
                && !token.word("just", "always", "often", "also", "then", "only", "never", "still", "all", "both");
        boolean form = token.is("NOUN", "ADJ", "ADP", "PROPN") && (pluralLooking(token) || nominative) || adverb;
        if (!form || i + 1 >= tokens.size()) {
            return nominative && token.is("NOUN") && i + 1 == tokens.size();
        }
        Token next = tokens.get(i + 1);
        boolean object = next.is("DET", "PRON") || next.is("PROPN") || next.word("(", "that", "whether") || nominative;
        return object && (i + 1 < to || next.word("(", "that", "whether"));
    }

    private static boolean subjectBefore(List<Token> tokens, int i) {
        int j = i - 1;
        while (j > 0 && tokens.get(j).is("ADV")) {
            j--;
        }
        return tokens.get(j).is("NOUN", "PROPN", "PRON", "ADJ", "CCONJ")
                || tokens.get(j).word(")");
    }

    private static boolean pluralLooking(Token token) {
        return token.lower().endsWith("s")
                && !token.lower().endsWith("ss")
                && !token.lower().endsWith("us")
                && token.lower().length() > 3;
    }

    private void verb(List<Token> tokens, int i) {
        tokens.set(i, tokens.get(i).as("VERB", verbLemma.apply(tokens.get(i).lower())));
    }
}
