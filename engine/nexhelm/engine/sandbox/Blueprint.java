package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexhelm.engine.sandbox.demo.DemoBlueprint;
import nexhelm.engine.sandbox.pdf.Form;
import nexhelm.engine.sandbox.sheet.Formula;
import nexhelm.engine.sandbox.sheet.Grid;
import nexhelm.json.Json;
import org.jdbi.v3.core.Handle;

/** What a tenant holds before a run. A blueprint is valid as a whole or refused as a whole. */
public final class Blueprint {

    private static final String ORGANIZATION = "{{organization_name}}";

    private final BlueprintReader.Content content;

    private Blueprint(BlueprintReader.Content content) {
        this.content = content;
    }

    /** Reads and checks everything; nothing is built from a blueprint with one wrong field. */
    public static Blueprint parse(ObjectNode blueprint) throws BlueprintInvalid {
        return new Blueprint(BlueprintReader.read(blueprint, true));
    }

    /** Reads one that {@link #parse} took before; its formulas are not tried again, so building is quick. */
    public static Blueprint kept(ObjectNode blueprint) throws BlueprintInvalid {
        return new Blueprint(BlueprintReader.read(blueprint, false));
    }

    /** The demo organisation's blueprint: one folder per case of {@code examples/}, among papers of others. */
    public static ObjectNode demo() {
        return DemoBlueprint.tree();
    }

    public String provider() {
        return content.provider();
    }

    /** Wipes what the user's tenant holds and builds it anew, all in the caller's transaction. */
    public void build(Handle handle, String sandboxUserId, String organizationName) {
        wipe(handle, sandboxUserId);
        handle.createUpdate("INSERT INTO sandbox_tenants"
                        + " (sandbox_user_id, organization_name, provider, container, next_seq)"
                        + " VALUES (:user, :organization, :provider, :container, 0)")
                .bind("user", sandboxUserId)
                .bind("organization", organizationName)
                .bind("provider", content.provider())
                .bind("container", named(content.container(), organizationName))
                .execute();
        Tenant tenant = new Tenant(handle, sandboxUserId);
        for (String folder : folders(organizationName)) {
            int cut = folder.lastIndexOf('/');
            tenant.add(
                    Kind.FOLDER, cut < 0 ? "" : folder.substring(0, cut), folder.substring(cut + 1), "", Json.object());
        }
        for (BlueprintReader.Doc doc : content.docs()) {
            tenant.add(
                    Kind.DOCUMENT,
                    named(doc.path(), organizationName),
                    named(doc.title(), organizationName),
                    said(doc.text(), organizationName),
                    Json.object());
        }
        for (BlueprintReader.Sheet sheet : content.sheets()) {
            tenant.add(
                    Kind.SHEET,
                    named(sheet.path(), organizationName),
                    named(sheet.title(), organizationName),
                    named(sheet.grid(), organizationName),
                    Json.object());
        }
        for (BlueprintReader.PdfForm one : content.forms()) {
            Form form = named(one.form(), organizationName);
            ObjectNode details = Json.object();
            details.set("form", form.json());
            tenant.add(
                    Kind.PDF,
                    named(one.path(), organizationName),
                    named(one.title(), organizationName),
                    form.readable(),
                    details);
        }
        for (BlueprintReader.Contact contact : content.contacts()) {
            ObjectNode details = Json.object()
                    .put("email", contact.email())
                    .put("role", contact.role())
                    .put("household", contact.household());
            contact.more().forEach(details::put);
            if (!contact.notes().isEmpty()) {
                details.set("notes", texts(contact.notes()));
            }
            tenant.add(Kind.CONTACT, "", said(contact.name(), organizationName), "", details);
        }
        addMails(tenant, organizationName);
        addEvents(tenant, organizationName);
        for (BlueprintReader.Todo todo : content.todos()) {
            tenant.add(
                    Kind.TODO,
                    "",
                    said(todo.title(), organizationName),
                    said(todo.text(), organizationName),
                    Json.object()
                            .put("assignee", todo.assignee())
                            .put("due", todo.due())
                            .put("status", todo.status()));
        }
        handle.createUpdate("INSERT INTO sandbox_built_items SELECT * FROM sandbox_items WHERE sandbox_user_id = :user")
                .bind("user", sandboxUserId)
                .execute();
    }

    /** Puts this blueprint's mails into a tenant that is built, as if they had been there before the run. */
    public List<Item> deliver(Handle handle, String sandboxUserId) {
        Tenant tenant = new Tenant(handle, sandboxUserId);
        List<Item> mails = addMails(tenant, tenant.organizationName());
        mails.forEach(mail -> handle.createUpdate("INSERT INTO sandbox_built_items SELECT * FROM sandbox_items"
                        + " WHERE sandbox_user_id = :user AND id = :id")
                .bind("user", sandboxUserId)
                .bind("id", mail.id())
                .execute());
        return mails;
    }

    private List<Item> addMails(Tenant tenant, String organizationName) {
        List<Item> mails = new ArrayList<>();
        for (BlueprintReader.Mail mail : content.mailbox()) {
            ObjectNode details = Json.object().put("from", mail.from());
            details.set("to", texts(mail.to()));
            mails.add(tenant.add(
                    Kind.MAIL,
                    mail.box(),
                    said(mail.subject(), organizationName),
                    said(mail.text(), organizationName),
                    details.put("date", mail.date())));
        }
        return mails;
    }

    private void addEvents(Tenant tenant, String organizationName) {
        for (BlueprintReader.Event event : content.calendar()) {
            Map<String, String> attendees = new LinkedHashMap<>();
            event.attendees().forEach(address -> attendees.put(address, event.status()));
            tenant.add(
                    Kind.EVENT,
                    "",
                    said(event.title(), organizationName),
                    said(event.text(), organizationName),
                    Attendees.details(Times.text(event.start()), Times.text(event.end()), event.location(), attendees));
        }
    }

    /** Removes everything a user's tenant holds. */
    public static void wipe(Handle handle, String sandboxUserId) {
        for (String table : List.of("sandbox_items", "sandbox_built_items", "sandbox_tenants")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE sandbox_user_id = :user")
                    .bind("user", sandboxUserId)
                    .execute();
        }
    }

    /** Every folder, those that only a deeper path or a document names included, parents first. */
    private Set<String> folders(String organizationName) {
        Set<String> all = new LinkedHashSet<>();
        content.folders().forEach(path -> withParents(named(path, organizationName), all));
        content.places().forEach(path -> withParents(named(path, organizationName), all));
        return all;
    }

    private static void withParents(String path, Set<String> into) {
        for (int cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
            into.add(path.substring(0, cut));
        }
        if (!path.isEmpty()) {
            into.add(path);
        }
    }

    /** A name or path with the organisation's name in it, which itself must not bend the path. */
    private static String named(String name, String organizationName) {
        String safe = organizationName.replaceAll("[/\\\\\\p{Cntrl}]", " ").strip();
        return name.replace(
                ORGANIZATION,
                Optional.of(safe).filter(s -> Names.problemOfName(s).isEmpty()).orElse("organisation"));
    }

    private static String named(Grid grid, String organizationName) {
        return new Grid(grid.rows().stream()
                        .map(row -> row.stream()
                                .map(cell -> Formula.cell(said(cell, organizationName)))
                                .toList())
                        .toList())
                .stored();
    }

    private static Form named(Form form, String organizationName) {
        return new Form(
                said(form.title(), organizationName),
                said(form.text(), organizationName),
                form.fields().stream()
                        .map(field -> field.printed(text -> said(text, organizationName)))
                        .toList());
    }

    private static String said(String text, String organizationName) {
        return text.replace(ORGANIZATION, organizationName);
    }

    private static ArrayNode texts(List<String> values) {
        ArrayNode array = Json.array();
        values.forEach(array::add);
        return array;
    }
}
