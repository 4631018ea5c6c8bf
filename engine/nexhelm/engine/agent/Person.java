package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
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
