package nexhelm.engine.auth;

import java.util.Optional;

/**
 * An account of an operator.
 *
 * @param passwordHash empty for the local user, who signs in by owning the data directory
 */
public record User(
        String id,
        String email,
        String firstName,
        String lastName,
        Optional<String> passwordHash,
        String organizationId) {

    /** First and last name, or the part of the e-mail address before the at sign. */
    public String name() {
        String name = (firstName + " " + lastName).strip();
        return name.isEmpty() ? email.substring(0, email.indexOf('@')) : name;
    }
}
