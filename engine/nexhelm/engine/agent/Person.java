package nexhelm.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** A contact of the tenant. */
record Person(String name, String email, String role, String household) {

    static Person of(JsonNode tree) {
        return new Person(
                tree.path("name").asText(),
                tree.path("email").asText(),
                tree.path("role").asText(""),
                tree.path("household").asText(""));
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
