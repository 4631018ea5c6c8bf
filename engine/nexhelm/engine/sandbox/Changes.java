package nexhelm.engine.sandbox;

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
     * @param change {@code created}, {@code updated}, {@code moved} or {@code deleted}
     * @param path   where it is now; where it was, when it is deleted
     * @param kind   the word of its {@link Kind}
     * @param paper  what it is now; of a deleted item, what it was
     * @param was    what it was when the tenant was built; empty for a created item
     */
    public record Change(
            String id, String path, String kind, String change, String title, Paper paper, Optional<Paper> was) {

        /** What a reader sees; of a deleted item, what it was. */
        public String content() {
            return paper.text();
        }

        /** What a reader saw when the tenant was built; empty for a created item. */
        public Optional<String> before() {
            return was.map(Paper::text);
        }

        /** How many bytes it has as a file. */
        public long size() {
            return paper.bytes().length;
        }

        public String sha256() {
            return paper.sha256();
        }
    }

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
            } else if (differs(was, item)) {
                changes.add(change("updated", item, Optional.of(was)));
            } else if (!was.path().equals(item.path())) {
                changes.add(change("moved", item, Optional.of(was)));
            }
        }
        old.values().forEach(gone -> changes.add(change("deleted", gone, Optional.of(gone))));
        return new Changes(treeHash(before), treeHash(after), changes);
    }

    /** Whether it says something else; a file under another name says the same. */
    private static boolean differs(Item was, Item item) {
        boolean renamed = !item.kind().isFile()
                && item.kind() != Kind.FOLDER
                && !was.title().equals(item.title());
        return renamed
                || !was.content().equals(item.content())
                || !was.details().equals(item.details());
    }

    private static Change change(String what, Item item, Optional<Item> was) {
        return new Change(
                item.id(),
                item.shelf() + item.path(),
                item.kind().word(),
                what,
                item.title(),
                Paper.of(item),
                was.map(Paper::of));
    }

    private static String treeHash(List<Item> items) {
        return Digest.of(items.stream()
                .map(i -> Digest.of(i.kind().word(), i.folder(), i.title(), i.content(), Json.compact(i.details())))
                .sorted()
                .toArray(String[]::new));
    }
}
