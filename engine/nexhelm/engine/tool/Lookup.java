package nexhelm.engine.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nexhelm.engine.sandbox.Addresses;
import nexhelm.engine.sandbox.Item;
import nexhelm.engine.sandbox.Kind;
import nexhelm.engine.sandbox.Names;
import nexhelm.engine.sandbox.Tenant;
import nexhelm.engine.sandbox.Times;
import nexhelm.json.Json;

/** Finds in a tenant what an input names, or fails with one line that says what is not there. */
final class Lookup {

    private Lookup() {}

    static ToolDeclaration declare(
            String name,
            String title,
            String description,
            boolean write,
            String provider,
            Schema schema,
            ObjectNode example) {
        return new ToolDeclaration(name, title, description, write, provider, schema.tree(), example);
    }

    static Item document(Tenant tenant, ObjectNode input, String field) throws ToolFailure {
        return file(tenant, input, field, Kind.DOCUMENT);
    }

    /** A file by its id or path. */
    static Item file(Tenant tenant, ObjectNode input, String field) throws ToolFailure {
        return file(tenant, text(input, field)).orElseThrow(() -> absent(Kind.DOCUMENT, input.path(field)));
    }

    /** A file of one kind by its id or path; of another kind it is told which tools are for it. */
    static Item file(Tenant tenant, ObjectNode input, String field, Kind kind) throws ToolFailure {
        Item found = file(tenant, text(input, field)).orElseThrow(() -> absent(kind, input.path(field)));
        if (found.kind() != kind) {
            throw new ToolFailure("'" + Names.shown(found.path()) + "' is a " + word(found.kind()) + ", not a "
                    + word(kind) + "; use "
                    + (found.kind() == Kind.SHEET
                            ? "read_sheet"
                            : found.kind() == Kind.PDF ? "read_pdf" : "read_document"));
        }
        return found;
    }

    private static Optional<Item> file(Tenant tenant, String reference) throws ToolFailure {
        Optional<Item> byId = tenant.item(reference).filter(item -> item.kind().isFile());
        if (byId.isPresent()) {
            return byId;
        }
        refuse("path", reference, Names.problemOfPath(reference));
        return tenant.file(reference);
    }

    private static ToolFailure absent(Kind kind, JsonNode reference) {
        return new ToolFailure("there is no " + word(kind) + " '" + Names.shown(reference.asText()) + "'");
    }

    private static String word(Kind kind) {
        return kind == Kind.PDF ? "PDF" : kind.word();
    }

    /** A title that no file in the folder has yet. */
    static String free(Tenant tenant, String folder, String title) throws ToolFailure {
        Optional<Item> there = tenant.file(folder.isEmpty() ? title : folder + "/" + title);
        if (there.isPresent()) {
            throw new ToolFailure("there is a " + word(there.get().kind()) + " '"
                    + Names.shown(there.get().path()) + "' already");
        }
        return title;
    }

    /** A contact by id, address or name. */
    static Item contact(Tenant tenant, ObjectNode input) throws ToolFailure {
        String reference = text(input, "contact");
        List<Item> found = tenant.items(Kind.CONTACT).stream()
                .filter(one -> one.id().equals(reference) || one.detail("email").equalsIgnoreCase(reference))
                .toList();
        return found.size() == 1 ? found.get(0) : called(tenant, Kind.CONTACT, reference);
    }

    /** A mail, draft, todo, contact or event by its id, or by its subject or title where only one is called so. */
    static Item called(Tenant tenant, Kind kind, String reference) throws ToolFailure {
        Optional<Item> byId = tenant.item(reference).filter(item -> item.kind() == kind);
        if (byId.isPresent()) {
            return byId.get();
        }
        List<Item> named = tenant.items(kind).stream()
                .filter(item -> item.title().equals(reference))
                .toList();
        if (named.size() != 1) {
            throw new ToolFailure(
                    named.isEmpty()
                            ? "there is no " + kind.word() + " '" + Names.shown(reference) + "'"
                            : "there are " + named.size() + " of '" + Names.shown(reference) + "'; name one by its id");
        }
        return named.get(0);
    }

    /** A time such as {@code 2026-03-31T14:30}. */
    static LocalDateTime time(ObjectNode input, String field) throws ToolFailure {
        String text = text(input, field);
        try {
            return Times.parse(text);
        } catch (DateTimeParseException e) {
            throw new ToolFailure("the " + field + " '" + Names.shown(text)
                    + "' is not a time like 2026-03-31T14:30, without a zone");
        }
    }

    /** An existing folder; the container when none is given. */
    static String folder(Tenant tenant, ObjectNode input) throws ToolFailure {
        String path = input.path("folder").asText("");
        refuse("folder", path, Names.problemOfPath(path));
        if (!tenant.hasFolder(path)) {
            throw new ToolFailure("there is no folder '" + Names.shown(path) + "'");
        }
        return path;
    }

    static String name(ObjectNode input, String field) throws ToolFailure {
        String name = text(input, field);
        refuse(field, name, Names.problemOfName(name));
        return name;
    }

    /** A subject or a todo's title: one line that is not blank. */
    static String line(ObjectNode input, String field) throws ToolFailure {
        String line = text(input, field).strip();
        if (line.length() > 250) {
            throw new ToolFailure("the " + field + " is longer than 250 characters");
        }
        if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            throw new ToolFailure("the " + field + " holds a line break");
        }
        refuse(field, line, Names.problemOfText(line));
        return line;
    }

    static String body(ObjectNode input, String field) throws ToolFailure {
        String text = input.path(field).asText("");
        refuse(field, text, Names.problemOfText(text));
        return text;
    }

    /** A field that must hold more than blanks. */
    static String text(ObjectNode input, String field) throws ToolFailure {
        String text = input.path(field).asText("");
        if (text.isBlank()) {
            throw new ToolFailure("'" + field + "' is empty");
        }
        return text;
    }

    /** Addresses of people the tenant knows: its contacts, and those who wrote to its mailbox. */
    static List<String> knownAddresses(Tenant tenant, JsonNode list, String field) throws ToolFailure {
        List<String> known = new ArrayList<>();
        tenant.items(Kind.CONTACT).forEach(contact -> known.add(contact.detail("email")));
        tenant.items(Kind.MAIL).stream()
                .filter(mail -> mail.folder().equals("inbox"))
                .forEach(mail -> known.add(mail.detail("from")));
        List<String> addresses = new ArrayList<>();
        for (JsonNode element : list) {
            String address = element.asText();
            if (!Addresses.isOne(address)) {
                throw new ToolFailure("'" + Names.shown(address) + "' in '" + field + "' is not an e-mail address");
            }
            String found = known.stream()
                    .filter(k -> k.equalsIgnoreCase(address))
                    .findFirst()
                    .orElseThrow(() -> new ToolFailure("'" + Names.shown(address) + "' is nobody this mailbox knows"));
            if (!addresses.contains(found)) {
                addresses.add(found);
            }
        }
        return addresses;
    }

    static void refuse(String field, String value, Optional<String> problem) throws ToolFailure {
        if (problem.isPresent()) {
            throw new ToolFailure("the " + field + " '" + Names.shown(value) + "' " + problem.get());
        }
    }

    static int limit(ObjectNode input) throws ToolFailure {
        int limit = input.path("limit").asInt(50);
        if (limit < 1 || limit > 500) {
            throw new ToolFailure("'limit' is " + limit + "; it goes from 1 to 500");
        }
        return limit;
    }

    /** The words of a query, lower case; every one of them must occur. */
    static boolean matches(String query, String text) {
        String there = text.toLowerCase(Locale.ROOT);
        for (String word : query.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && !there.contains(word)) {
                return false;
            }
        }
        return true;
    }

    static ObjectNode placed(Item item) {
        return Json.object().put("id", item.id()).put("title", item.title()).put("path", item.path());
    }
}
