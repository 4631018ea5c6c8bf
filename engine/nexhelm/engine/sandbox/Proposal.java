package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import nexhelm.json.Json;

/**
 * A blueprint for a designed workflow: the folders, documents, mails and people that its steps name. Simple rules, no
 * model; the same definition gives the same blueprint, and every made-up value says that it is one.
 */
public final class Proposal {

    /** Stands in every text that was made up. */
    public static final String MARK = "[synthetic]";

    private static final String NAMED = "(?U)\\b(?:the|a|an|their|our|his|her|its|your|my|each|every|this|that)\\s+"
            + "((?:[\\p{L}\\d][\\p{L}\\d'’&-]*\\s+){0,3}?(?:%s))\\b";
    private static final Pattern PAPER =
            pattern("agreement|application|brief|certificate|checklist|contract|document|estimate"
                + "|file|form|guide|invoice|letter|list|log|memo|minutes|note|notes|overview|plan|policy|presentation|proposal"
                + "|questionnaire|quote|record|register|report|review|schedule|sheet|spreadsheet|statement|summary|table|template"
                + "|tracker|worksheet");
    private static final Pattern FOLDER = pattern("folder");
    private static final Pattern PERSON = Pattern.compile("(?U)\\b(\\p{Lu}\\p{Ll}{2,}\\s\\p{Lu}\\p{Ll}{2,})\\b");
    private static final Set<String> NO_PART = Set.of(
            "it", "them", "and", "or", "to", "of", "in", "for", "with", "from", "into", "then", "when", "if", "as",
            "at", "on", "by", "is", "are", "was", "we", "they", "i", "you", "that", "which", "a", "an", "the", "this",
            "their", "our", "his", "her", "its", "your", "my", "each", "every", "new", "latest");

    /** Words that alone name no particular paper. */
    private static final Set<String> VAGUE = Set.of(
            "list",
            "todo list",
            "task list",
            "document",
            "file",
            "form",
            "letter",
            "note",
            "notes",
            "record",
            "report",
            "review",
            "summary",
            "table",
            "memo",
            "folder",
            "invoice",
            "estimate",
            "schedule",
            "sheet");

    private static final int MOST = 12;

    private Proposal() {}

    /** The blueprint of a task definition. */
    public static ObjectNode of(ObjectNode definition) {
        Map<String, String> papers = new LinkedHashMap<>();
        Set<String> folders = new LinkedHashSet<>();
        Set<String> people = new LinkedHashSet<>();
        boolean mail = false;
        for (JsonNode step : definition.path("steps")) {
            String title = step.path("title").asText();
            String told = step.path("instruction").asText() + ". "
                    + step.path("source").path("quote").asText();
            String all = title + ". " + told;
            String tool = step.path("tool").asText();
            FOLDER.matcher(all)
                    .results()
                    .map(Proposal::name)
                    .flatMap(Optional::stream)
                    .map(name -> name.replaceFirst(" folder$", ""))
                    .forEach(folders::add);
            if (!tool.equals("create_document")) { // what the agent is to write is not there yet
                PAPER.matcher(all)
                        .results()
                        .map(Proposal::name)
                        .flatMap(Optional::stream)
                        .forEach(name -> papers.putIfAbsent(name, title));
            }
            String verb = title.split(" ", 2)[0]; // a title begins with its verb, and a capital there makes no name
            PERSON.matcher(told)
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> !name.startsWith(verb + " "))
                    .forEach(people::add);
            mail |= tool.contains("_mail");
        }
        ObjectNode blueprint = Json.object().put("provider", "google");
        blueprint
                .putObject("container")
                .put("type", "folder_root")
                .put("name_template", "Sandbox — {{organization_name}}");
        String name = title(definition.path("name").asText(""));
        if (folders.isEmpty()) {
            folders.add(name);
        }
        ArrayNode places = blueprint.putArray("folders");
        folders.stream().limit(MOST).forEach(folder -> places.addObject().put("path", folder));
        String first = folders.iterator().next();
        ProposedForms forms = new ProposedForms(blueprint, first);
        definition.path("steps").forEach(step -> forms.take(papers, step));
        ArrayNode docs = blueprint.putArray("docs");
        papers.entrySet().stream()
                .limit(MOST)
                .forEach(paper -> docs.addObject()
                        .put("path", first)
                        .put("title", paper.getKey())
                        .put(
                                "text",
                                MARK + " Made up for the step “" + paper.getValue()
                                        + "”. Replace it by a text like yours.\n"));
        ArrayNode contacts = contacts(definition, people);
        blueprint.set("contacts", contacts);
        if (mail) {
            blueprint
                    .putArray("mailbox")
                    .addObject()
                    .put("from", contacts.get(0).path("email").asText())
                    .put("to", "sandbox@synthetic.example")
                    .put("subject", name)
                    .put("date", "2026-01-15")
                    .put("text", MARK + " Made up: a mail that the workflow may look for.\n");
        }
        return blueprint;
    }

    /** People by name, then those who perform a step; somebody at all, so that a mail has a sender. */
    private static ArrayNode contacts(ObjectNode definition, Set<String> people) {
        Map<String, String> roles = new LinkedHashMap<>();
        people.stream().limit(MOST).forEach(person -> roles.put(person, "client"));
        for (JsonNode step : definition.path("steps")) {
            String performer = step.path("performer").asText("agent");
            if (!performer.equals("agent") && roles.size() < 2 * MOST) {
                roles.putIfAbsent(title(capital(performer)), performer);
            }
        }
        if (roles.isEmpty()) {
            roles.put("Sample Client", "client");
        }
        ArrayNode contacts = Json.array();
        Set<String> taken = new LinkedHashSet<>();
        roles.forEach((name, role) -> {
            String address = localPart(name);
            String free = address.isEmpty() || address.length() > 60 || !taken.add(address)
                    ? "person" + taken.size()
                    : address;
            taken.add(free);
            contacts.addObject()
                    .put("name", name)
                    .put("email", free + "@synthetic.example")
                    .put("role", role + " " + MARK);
        });
        return contacts;
    }

    /** A name as the part of an address before the @, in plain letters; empty when it has none that can be made plain. */
    public static String localPart(String name) {
        return Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replace('ł', 'l')
                .replace('ø', 'o')
                .replace('đ', 'd')
                .replace("ß", "ss")
                .replace("æ", "ae")
                .replace("œ", "oe")
                .replaceAll("[^a-z]+", ".")
                .replaceAll("^\\.|\\.$", "");
    }

    private static Pattern pattern(String nouns) {
        return Pattern.compile(NAMED.formatted(nouns), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** The words of a match as a title, from behind the last word that is no part of a name. */
    private static Optional<String> name(MatchResult match) {
        String[] words = match.group(1).strip().split("\\s+");
        int from = 0;
        for (int i = 0; i < words.length; i++) {
            if (NO_PART.contains(words[i].toLowerCase(Locale.ROOT))) {
                from = i + 1;
            }
        }
        String name = capital(String.join(" ", Arrays.copyOfRange(words, from, words.length)));
        return Optional.of(name)
                .filter(text -> Names.problemOfName(text).isEmpty() && !VAGUE.contains(text.toLowerCase(Locale.ROOT)));
    }

    private static String title(String name) {
        String safe = name.replaceAll("[/\\\\\\p{Cntrl}]+", " ").strip();
        int length = safe.codePointCount(0, safe.length());
        safe = length > 80 ? safe.substring(0, safe.offsetByCodePoints(0, 80)).strip() : safe;
        return Names.problemOfName(safe).isEmpty() ? safe : "Workflow";
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
