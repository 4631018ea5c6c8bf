package nexhelm.daemon.exec;

import java.util.Locale;

/** What can be asked of an area. */
public enum Check {
    TEST,
    LINT,
    TYPECHECK;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
