package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.agent.DryRun.Lack;
import nexhelm.engine.language.English;
import nexhelm.engine.sandbox.BlueprintInvalid;
import nexhelm.engine.sandbox.Proposal;

/**
 * A blueprint with which a workflow can be carried out: what its steps name, and then what a dry run of it still lacks,
 * again and again until nothing does or more of it does not help. The same definition gives the same blueprint, and
 * everything made up says that it is.
 */
public final class Furnishing {

    private static final int MOST_ROUNDS = 60;
    private static final Set<String> READS = Set.of("read_document", "search_documents", "list_documents");
    private static final Set<String> MAIL = Stems.set("e-mail email mail message inbox mailbox letter");
    private static final Pattern PERSON = Pattern.compile("\\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}'’-]+)+");
    private static final Pattern TITLED =
            Pattern.compile("\\b(?:Mr|Mrs|Ms|Miss|Dr|Doctor|Professor)\\.? (\\p{Lu}[\\p{L}'’-]+)");
    private static final Pattern FIRST_NAME = Pattern.compile("\\p{Lu}\\p{Ll}[\\p{L}'’-]*");
    private static final Pattern NAME = Pattern.compile("(?U)\\b\\p{Lu}\\p{Ll}[\\p{L}'’-]*");
    private static final Pattern ABOUT = Pattern.compile(
            "^(?:anything about |a value for |values for a row of “[^”]*” \\()" + "(.+?)\\)?(?: for the e-mail)?$");
    private static final Pattern MAIL_ABOUT = Pattern.compile("^a mail about (.+)$");
    private static final Pattern CONTACTS = Pattern.compile("^contacts for (.+) of “[^”]*”$");
    private static final Pattern ROW_VALUES = Pattern.compile("^(?!a value|values)(.+) for a row of “[^”]*”$");
    private static final Pattern NEWS = Pattern.compile("^a new (.+) for \\p{Lu}.*$");
    private static final Pattern TOLD =
            Pattern.compile("^(?!anything |the |a )([^“”]+?)(?: for “[^”]*”|, which the e-mail is to say)$");
    private static final Pattern FOLDER = Pattern.compile("^the (?:folder for “([^”]+)”|(.+ folder))$");
    private static final Pattern ROW = Pattern.compile("^(?:a|the) row of “([^”]*)” for .*$");
    private static final Pattern INTO = Pattern.compile("^anything to put into “([^”]*)”.*$");
    private static final Pattern FIGURE = Pattern.compile("(?:no figure called |, )“([^”]+)”");
    private static final Pattern FORM = Pattern.compile("^values for “([^”]*)”.*$");
    private static final Pattern DATE = Pattern.compile("^a date for (?:“(.+)”|([^“”]+))$");
    private static final Pattern PAPER = Pattern.compile("^(?:the )?([^“”]+)$");

    private static final Pattern SHEET =
            Pattern.compile("(?i)\\b(sheet|spreadsheet|register|list|book|table|tracker|log|overview)$");

    private final ObjectNode definition;
    private Setting setting;
    private final List<Instruction> instructions = new ArrayList<>();
    private final MadeUp madeUp;

    private Furnishing(ObjectNode definition) {
        this.definition = definition;
        English english = new English();
        StringBuilder spoken = new StringBuilder();
        for (JsonNode step : definition.path("steps")) {
            String text = step.path("instruction").asText("");
            instructions.add(Instruction.read(english, text));
            spoken.append(text).append('\n');
        }
        this.madeUp = new MadeUp(spoken.toString());
        this.setting = new Setting(Proposal.of(definition), madeUp);
    }

    /** The blueprint of a task definition; some workflows lack something in it that no paper can give. */
    public static ObjectNode of(ObjectNode definition) {
        Furnishing furnishing = new Furnishing(definition);
        furnishing.expect();
        furnishing.rehearse();
        return furnishing.setting.blueprint();
    }

    /** Lets each paper say what the step that reads it looks for, and what later steps are to write. */
    private void expect() {
        Optional<ObjectNode> last = Optional.empty();
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            if (tool(i).equals("search_mail") || tool(i).equals("read_mail")) {
                sender(instruction).ifPresent(from -> mail(instruction, subject(instruction), from));
            }
            if (tool(i).contains("sheet") && !tool(i).equals("create_sheet")) {
                sheet(instruction);
            }
            if (tool(i).matches("list_events|find_free_slots|update_event")) {
                setting.appointment(definition.path("name").asText("Appointment"));
            }
            if (READS.contains(tool(i))) {
                if (tool(i).equals("read_document") && !instruction.does("calculate", "compute", "compare", "check")) {
                    instruction
                            .object()
                            .filter(p -> p.telling() && setting.named(p).isEmpty())
                            .ifPresent(p -> setting.paper(p.text(), why(instruction)));
                }
                Optional<ObjectNode> paper = instruction.phrases().stream()
                        .flatMap(p -> setting.named(p).stream())
                        .findFirst();
                last = paper.isPresent() ? paper : last;
                paper.ifPresent(doc -> instruction.phrases().stream()
                        .filter(p -> p.telling()
                                && setting.named(p).isEmpty()
                                && !p.stems().contains("folder"))
                        .forEach(p -> setting.says(doc, p.text(), false)));
            }
            Optional<ObjectNode> source = last;
            source.ifPresent(doc -> instruction.topics().stream()
                    .filter(p -> p.telling() && setting.named(p).isEmpty())
                    .forEach(p -> setting.says(doc, p.text(), false)));
        }
    }

    private void rehearse() {
        DryRun dryRun = new DryRun(definition);
        ObjectNode last = Proposal.of(definition);
        Set<Integer> passed = new HashSet<>();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            try {
                Optional<Lack> lack = dryRun.on(setting.blueprint(), passed);
                last = setting.blueprint().deepCopy();
                if (lack.isEmpty()) {
                    return;
                }
                if (!supply(lack.get())) {
                    passed.add(lack.get().step()); // what comes after it may still be helped
                }
            } catch (BlueprintInvalid e) { // a name that no blueprint can hold: what was there before is all there is
                setting = new Setting(last, madeUp);
                return;
            }
        }
    }

    /** Adds what a step lacks; false when nothing more can be thought of. */
    private boolean supply(Lack lack) {
        Instruction instruction = instructions.get(lack.step());
        String what = Findings.bare(lack.what());
        String why = why(instruction);
        if (what.startsWith("a tool ") || what.startsWith("there is no tool")) {
            return false;
        }
        if (what.startsWith("a contact ")) {
            return people(instruction);
        }
        if (what.startsWith("the todo for ")) {
            return setting.todo(why);
        }
        Matcher match = CONTACTS.matcher(what);
        if (match.matches()) {
            boolean added = false;
            for (String name : match.group(1).split(", ")) {
                added |= setting.contact(name, "").isPresent();
            }
            return added;
        }
        match = ROW.matcher(what);
        if (match.matches()) {
            return row(instruction, match.group(1));
        }
        match = INTO.matcher(what);
        if (match.matches() && setting.table(match.group(1))) {
            return true;
        }
        match = FOLDER.matcher(what);
        if (match.matches() && setting.folder(match.group(1) == null ? match.group(2) : match.group(1))) {
            return true;
        }
        match = MAIL_ABOUT.matcher(what);
        if (match.matches()) {
            return mail(instruction, match.group(1)) || facts(lack.step(), false);
        }
        if (tool(lack.step()).equals("search_mail") || tool(lack.step()).equals("read_mail")) {
            if (mail(instruction, Setting.title(what))) {
                return true;
            }
        }
        match = FIGURE.matcher(what);
        if (what.contains(": no figure called ") && match.find()) {
            ObjectNode paper = readBefore(lack.step()).orElseGet(() -> paperBefore(lack.step()));
            boolean added = false;
            do {
                added |= setting.counts(paper, match.group(1));
            } while (match.find());
            return added;
        }
        if (what.startsWith("figures to ")) {
            return facts(lack.step(), true) || mailFacts(lack.step(), true);
        }
        if (new SheetSetting(setting, madeUp).supply(what, instruction, readBefore(lack.step()))) {
            return true;
        }
        match = ROW_VALUES.matcher(what);
        if (match.matches() && told(lack.step(), match.group(1))) {
            return true;
        }
        match = NEWS.matcher(what);
        if (match.matches() && told(lack.step(), "new " + match.group(1))) {
            return true;
        }
        match = FORM.matcher(what);
        if (match.matches() && form(lack.step(), match.group(1))) {
            return true;
        }
        match = ABOUT.matcher(what);
        if (match.matches() && told(lack.step(), match.group(1))) {
            return true;
        }
        match = DATE.matcher(what);
        if (match.matches()) {
            return dated(lack.step(), match.group(1) == null ? match.group(2) : match.group(1));
        }
        match = TOLD.matcher(what);
        if (match.matches() && told(lack.step(), match.group(1))) {
            return true;
        }
        boolean worksOut = instruction.does("calculate", "compute", "compare", "check");
        if (worksOut && (facts(lack.step(), false) || mailFacts(lack.step(), false))) {
            return true;
        }
        if (tool(lack.step()).contains("sheet") && sheet(instruction)) {
            return true;
        }
        match = PAPER.matcher(what);
        if (match.matches() && setting.paper(match.group(1), why).isPresent()) {
            return true;
        }
        return facts(lack.step(), false) || mailFacts(lack.step(), false);
    }

    /** A row of a sheet for whatever the instruction looks for in it. */
    private boolean row(Instruction instruction, String sheet) {
        List<Phrase> wanted = instruction.after("for", "of", "by", "with").isEmpty()
                ? instruction.phrases()
                : instruction.after("for", "of", "by", "with");
        return wanted.stream().anyMatch(p -> setting.row(sheet, p.text()))
                || instruction.phrases().stream().anyMatch(p -> setting.row(sheet, p.text()));
    }

    /** A sheet that an instruction names, with the other things it names as columns. */
    private boolean sheet(Instruction instruction) {
        Optional<Phrase> named = instruction.phrases().stream()
                .filter(p -> p.telling() && SHEET.matcher(p.text()).find())
                .findFirst()
                .or(() -> setting.blueprint().path("sheets").isEmpty()
                        ? instruction.object().filter(Phrase::telling)
                        : Optional.empty()); // what is set or found then lies in the sheet that is there
        return named.isPresent()
                && setting.sheet(
                        named.get().text(),
                        instruction.phrases().stream()
                                .filter(p -> p.telling() && !p.equals(named.get()))
                                .map(Phrase::text)
                                .limit(8)
                                .toList());
    }

    /** The paper or mail that a step before this one reads, the last of them. */
    private Optional<ObjectNode> readBefore(int step) {
        for (int i = step - 1; i >= 0; i--) {
            JsonNode mails = setting.blueprint().path("mailbox");
            if (tool(i).endsWith("_mail") && !tool(i).startsWith("send") && !mails.isEmpty()) {
                return Optional.of((ObjectNode) mails.get(mails.size() - 1));
            }
            Optional<ObjectNode> paper = READS.contains(tool(i)) || tool(i).equals("read_pdf")
                    ? instructions.get(i).phrases().stream()
                            .flatMap(p -> setting.named(p).stream())
                            .findFirst()
                    : Optional.empty();
            if (paper.isPresent()) {
                return paper;
            }
        }
        return Optional.empty();
    }

    /** Lets the last paper that was read before a step say these things. */
    private boolean told(int step, String list) {
        ObjectNode paper = readBefore(step).orElseGet(() -> paperBefore(step));
        boolean added = false;
        for (String key : list.split(", ")) {
            added |= setting.says(paper, key, false);
        }
        return added;
    }

    /** Lets the last paper that was read before a step give a day for what is to be put into the calendar. */
    private boolean dated(int step, String words) {
        return setting.dated(readBefore(step).orElseGet(() -> paperBefore(step)), words);
    }

    /** Lets the paper that is to be filled in have blanks for what the instruction names, and another one answer them. */
    private boolean form(int step, String title) {
        String bare = title.replaceFirst(" \\(\\d+\\)$", "");
        boolean added = false;
        for (JsonNode doc : setting.blueprint().path("docs")) {
            if (doc.path("title").asText().startsWith(bare)) {
                for (Phrase phrase : instructions.get(step).phrases()) {
                    if (phrase.telling() && setting.named(phrase).isEmpty()) {
                        added |= setting.asks((ObjectNode) doc, phrase.text());
                    }
                }
            }
        }
        return added | facts(step, false);
    }

    /** Lets it say everything that the instruction names. */
    private boolean facts(int step, boolean amounts) {
        ObjectNode paper = paperBefore(step);
        boolean added = false;
        for (Phrase phrase : instructions.get(step).phrases()) {
            if (phrase.telling() && setting.named(phrase).isEmpty()) {
                added |= setting.says(paper, phrase.text(), amounts);
            }
        }
        return added;
    }

    private boolean mailFacts(int step, boolean amounts) {
        JsonNode mails = setting.blueprint().path("mailbox");
        boolean added = false;
        if (!mails.isEmpty()) {
            ObjectNode mail = (ObjectNode) mails.get(mails.size() - 1);
            for (Phrase phrase : instructions.get(step).phrases()) {
                if (phrase.telling()) {
                    added |= setting.says(mail, phrase.text(), amounts);
                }
            }
        }
        return added;
    }

    /** The paper that the step names, else the one that a step before it read, else one made for it. */
    private ObjectNode paperBefore(int step) {
        for (int i = step; i >= 0; i--) {
            if (i == step || READS.contains(tool(i))) {
                for (Phrase phrase : instructions.get(i).phrases()) {
                    Optional<ObjectNode> paper = setting.named(phrase);
                    if (paper.isPresent() && READS.contains(tool(i))) {
                        return paper.get();
                    }
                }
            }
        }
        JsonNode docs = setting.blueprint().path("docs");
        if (docs.isEmpty()) {
            return setting.paper("Notes on " + definition.path("name").asText("the work"), "the workflow")
                    .orElseThrow();
        }
        return (ObjectNode) docs.get(0);
    }

    /** Whoever the instruction speaks to: by name, else by what they do. */
    private boolean people(Instruction instruction) {
        List<Phrase> to = instruction.after("to", "from", "with", "for", "by");
        List<Phrase> all = to.isEmpty() ? instruction.phrases() : to;
        Matcher titled = TITLED.matcher(instruction.text());
        if (titled.find()
                && setting.contact(setting.firstName() + " " + titled.group(1), "client")
                        .isPresent()) {
            return true;
        }
        for (Phrase phrase : all) {
            if (FIRST_NAME.matcher(phrase.text()).matches()
                    && setting.contact(phrase.text() + " Sample", "").isPresent()) {
                return true; // who is called by a first name alone is still that person
            }
            Matcher name = PERSON.matcher(phrase.text());
            if (name.find()
                    ? setting.contact(name.group(), "client").isPresent()
                    : phrase.telling() && setting.contact("", phrase.text()).isPresent()) {
                return true;
            }
        }
        for (Phrase phrase : instruction.phrases()) {
            if (phrase.telling() && setting.contact("", phrase.text()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** The address of the contact whom an instruction names. */
    private Optional<String> sender(Instruction instruction) {
        Optional<String> found = Optional.empty();
        for (Phrase phrase : instruction.phrases()) {
            Set<String> said = Stems.set(phrase.text());
            for (JsonNode contact : setting.blueprint().path("contacts")) {
                boolean named = NAME.matcher(phrase.text()).find()
                        && Stems.of(contact.path("name").asText()).stream().anyMatch(said::contains);
                found = named ? Optional.of(contact.path("email").asText()) : found;
            }
        }
        return found;
    }

    /** What a mail that the instruction looks for is about. */
    private String subject(Instruction instruction) {
        return instruction.phrases().stream()
                .filter(p -> p.telling()
                        && !NAME.matcher(p.text()).find()
                        && p.stems().stream().noneMatch(MAIL::contains))
                .findFirst()
                .map(Phrase::text)
                .orElse(definition.path("name").asText("A question"));
    }

    private boolean mail(Instruction instruction, String about) {
        return mail(
                instruction,
                about,
                sender(instruction)
                        .orElse(setting.blueprint()
                                .path("contacts")
                                .path(0)
                                .path("email")
                                .asText()));
    }

    private boolean mail(Instruction instruction, String about, String from) {
        Optional<ObjectNode> mail = setting.mail(about, from);
        mail.ifPresent(one -> instruction.phrases().stream()
                .filter(p -> p.telling() && p.stems().stream().noneMatch(MAIL::contains))
                .forEach(p -> setting.says(one, p.text(), false)));
        return mail.isPresent();
    }

    private static String why(Instruction instruction) {
        return instruction.text().replaceAll("[.“”]", "");
    }

    private String tool(int step) {
        return definition.path("steps").path(step).path("tool").asText("");
    }
}
