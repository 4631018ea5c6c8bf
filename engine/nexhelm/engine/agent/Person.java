package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A contact of the tenant.
 *
 * @param more what the customer register says besides, such as a phone number, by the name of the field
 */
record Person(String id, String name, String email, String role, String household, Map<String, String> more) {

    private static final Set<String> OWN = Set.of("id", "name", "email", "role", "household", "notes");

    static Person of(JsonNode tree) {
        Map<String, String> more = new LinkedHashMap<>();
        tree.properties().forEach(e -> {
            if (!OWN.contains(e.getKey())
                    && e.getValue().isValueNode()
                    && !e.getValue().asText().isBlank()) {
                more.put(e.getKey(), e.getValue().asText());
            }
        });
        return new Person(
                tree.path("id").asText(),
                tree.path("name").asText(),
                tree.path("email").asText(),
                tree.path("role").asText(""),
                tree.path("household").asText(""),
                more);
    }

    String firstName() {
        return name.split(" ")[0];
    }

    /** Whether the name looks like that of a human, not of a desk or department. */
    boolean human() {
        return name.matches("\\p{Lu}[\\p{L}'’-]+( \\p{Lu}[\\p{L}.'’-]*)+")
                && name.split(" ").length <= 3
                && !name.equals(household);
    }

    /** Whether it is rather a firm or an office: nobody's own name is before the @, but that of the house behind it. */
    boolean office() {
        int at = email.indexOf('@');
        if (at < 0) {
            return false;
        }
        String own = email.substring(0, at).toLowerCase(Locale.ROOT);
        String house = email.substring(at + 1).toLowerCase(Locale.ROOT);
        return Stems.of(name).stream().filter(s -> s.length() > 2).noneMatch(own::contains)
                && Stems.of(name).stream().filter(s -> s.length() > 3).anyMatch(house::contains);
    }

    /** The contact as lines of a paper. */
    String text() {
        StringBuilder text = new StringBuilder("Name: ").append(name).append('\n');
        text.append("E-mail: ").append(email).append('\n');
        more.forEach((field, value) ->
                text.append(Form.label(field)).append(": ").append(value).append('\n'));
        return text.toString();
    }

    Set<String> nameStems() {
        return Stems.set(name);
    }

    Set<String> roleStems() {
        return Stems.set(role);
    }

    Set<String> householdStems() {
        return Stems.set(household);
    }
}
