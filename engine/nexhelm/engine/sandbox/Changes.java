package nexhelm.engine.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexhelm.json.Json;

/** What differs in a tenant since it was built, and a hash of the whole before and after. */
public record Changes(String treeBefore, String treeAfter, List<Change> items) {

    public Changes {
        items = List.copyOf(items);
    }

    /**
     * One item that differs.
     *
     * @param change  {@code created}, {@code updated}, {@code moved} or {@code deleted}
     * @param path    where it is now; where it was, when it is deleted
     * @param kind    {@code document}, {@code draft}, {@code mail}, {@code todo} or {@code folder}
     * @param content what a reader sees; of a deleted item, what it was
     * @param before  what a reader saw when the tenant was built; empty for a created item
     */
    public record Change(
            String id,
            String path,
            String kind,
            String change,
            String title,
            String content,
            Optional<String> before,
            long size,
            String sha256) {}

    /** Compares the tenant with how it was built. */
    public static Changes of(Tenant tenant) {
        List<Item> before = tenant.built();
        List<Item> after = tenant.everything();
        Map<String, Item> old = new LinkedHashMap<>();
        before.forEach(item -> old.put(item.id(), item));
        List<Change> changes = new ArrayList<>();
        for (Item item : after) {
            Item was = old.remove(item.id());
            if (was == null) {
                changes.add(change("created", item, Optional.empty()));
            } else if (!was.readable().equals(item.readable()) || !was.details().equals(item.details())) {
                changes.add(change("updated", item, Optional.of(was.readable())));
            } else if (!was.path().equals(item.path())) {
                changes.add(change("moved", item, Optional.of(was.readable())));
            }
        }
        old.values().forEach(gone -> changes.add(change("deleted", gone, Optional.of(gone.readable()))));
        return new Changes(treeHash(before), treeHash(after), changes);
    }

    private static Change change(String what, Item item, Optional<String> before) {
        String content = item.kind() == Kind.FOLDER ? "" : item.readable();
        return new Change(
                item.id(),
                item.shelf() + item.path(),
                item.kind().word(),
                what,
                item.title(),
                content,
                before,
                content.getBytes(StandardCharsets.UTF_8).length,
                Digest.of(content));
    }

    private static String treeHash(List<Item> items) {
        return Digest.of(items.stream()
                .map(i -> Digest.of(i.kind().word(), i.folder(), i.title(), i.content(), Json.compact(i.details())))
                .sorted()
                .toArray(String[]::new));
    }
}
