package nexhelm.engine.sandbox;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Times of a calendar: local to the sandbox, without a zone, to the minute, as {@code 2026-03-31T14:30}. */
public final class Times {

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    private Times() {}

    /** @throws DateTimeParseException when it is no local time; with a zone it is none */
    public static LocalDateTime parse(String text) {
        return LocalDateTime.parse(text.strip().replace(' ', 'T')).truncatedTo(ChronoUnit.MINUTES);
    }

    public static String text(LocalDateTime time) {
        return time.format(MINUTES);
    }
}
