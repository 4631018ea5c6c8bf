package nexhelm.engine.sandbox.pdf;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What people write for a check box that is checked, and for one that is not. */
public final class Tick {

    public static final String YES = "yes";
    public static final String NO = "no";

    private static final Set<String> CHECKED =
            Set.of("yes", "y", "true", "on", "1", "x", "checked", "ticked", "ja", "oui", "sí", "si");
    private static final Set<String> CLEAR =
            Set.of("no", "n", "false", "off", "0", "unchecked", "unticked", "nein", "non");

    private Tick() {}

    /** {@link #YES} or {@link #NO}, where the word means one of them. */
    public static Optional<String> of(String word) {
        String bare = word.strip().toLowerCase(Locale.ROOT);
        return CHECKED.contains(bare) ? Optional.of(YES) : CLEAR.contains(bare) ? Optional.of(NO) : Optional.empty();
    }
}
