package nexhelm.engine.sandbox;

import java.util.Optional;

/** What names, paths and texts may hold: the one place that says so, for blueprints and tools alike. */
public final class Names {

    static final int LONGEST_NAME = 120;
    static final int DEEPEST = 8;
    static final int LONGEST_TEXT = 1_000_000;

    private Names() {}

    /** What is wrong with a title or folder name, if anything. */
    public static Optional<String> problemOfName(String name) {
        if (name.isBlank()) {
            return Optional.of("is empty");
        }
        if (!name.equals(name.strip())) {
            return Optional.of("starts or ends with a blank");
        }
        if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
            return Optional.of("is longer than " + LONGEST_NAME + " characters");
        }
        if (name.codePoints().anyMatch(Names::unprintable)) {
            return Optional.of("holds a control character");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            return Optional.of("holds a slash");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("is not a name");
        }
        return Optional.empty();
    }

    /** What is wrong with a folder path below the container, if anything; {@code ""} is the container itself. */
    public static Optional<String> problemOfPath(String path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        if (path.startsWith("/") || path.startsWith("\\") || path.matches("[A-Za-z]:.*")) {
            return Optional.of("is an absolute path; paths start below the container");
        }
        String[] parts = path.split("/", -1);
        if (parts.length > DEEPEST) {
            return Optional.of("is deeper than " + DEEPEST + " folders");
        }
        for (String part : parts) {
            if (part.equals("..") || part.equals(".")) {
                return Optional.of("leads out of its folder with '" + part + "'");
            }
            Optional<String> problem = problemOfName(part);
            if (problem.isPresent()) {
                return Optional.of("has a part that " + problem.get());
            }
        }
        return Optional.empty();
    }

    /** What is wrong with a text, if anything. */
    public static Optional<String> problemOfText(String text) {
        if (text.length() > LONGEST_TEXT) {
            return Optional.of("is longer than " + LONGEST_TEXT + " characters");
        }
        if (text.codePoints().anyMatch(c -> c != '\n' && c != '\t' && c != '\r' && Character.isISOControl(c))) {
            return Optional.of("holds a control character");
        }
        return Optional.empty();
    }

    /** A name as a message may show it: shortened, without control characters. */
    public static String shown(String name) {
        var clean = new StringBuilder();
        name.codePoints().limit(80).forEach(c -> clean.appendCodePoint(unprintable(c) ? '?' : c));
        return name.codePointCount(0, name.length()) > 80 ? clean + "…" : clean.toString();
    }

    private static boolean unprintable(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
