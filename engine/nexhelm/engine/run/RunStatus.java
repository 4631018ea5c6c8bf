package nexhelm.engine.run;

import java.util.Arrays;
import java.util.Locale;

/** Where a run stands. The three in the middle hold the sandbox; those after them are final. */
public enum RunStatus {
    DESIGNED,
    SETTING_UP,
    VERIFYING,
    AWAITING_HUMAN_VERIFY,
    VERIFIED_AUTO,
    VERIFIED_MANUAL,
    REJECTED,
    FAILED,
    CANCELLED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunStatus of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a run has the unknown status " + word));
    }

    public boolean holdsSandbox() {
        return this == SETTING_UP || this == VERIFYING || this == AWAITING_HUMAN_VERIFY;
    }

    public boolean isFinal() {
        return compareTo(AWAITING_HUMAN_VERIFY) > 0;
    }
}
