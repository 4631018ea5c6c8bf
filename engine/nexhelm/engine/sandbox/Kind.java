package nexhelm.engine.sandbox;

import java.util.Locale;

/** What an item of a tenant is. */
public enum Kind {
    FOLDER,
    DOCUMENT,
    CONTACT,
    MAIL,
    DRAFT,
    TODO,
    SHEET,
    PDF,
    EVENT;

    /** The word that stands in the database and on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it lies in folders, as files do. */
    public boolean isFile() {
        return this == DOCUMENT || this == SHEET || this == PDF;
    }

    static Kind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
