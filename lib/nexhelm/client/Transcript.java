package nexhelm.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.Failure;
import nexhelm.auth.BackendUrl;
import nexhelm.http.Http;
import nexhelm.world.World;

/** Where a transcript comes from when it is not given as text: a Google document, exported as plain text. */
public final class Transcript {

    private static final Pattern IN_URL =
            Pattern.compile("(?i:docs\\.google\\.com)/document/(?:u/\\d+/)?d/(?!e/)([A-Za-z0-9_-]+)");
    private static final Pattern DRIVE =
            Pattern.compile("(?i:drive\\.google\\.com)/(?:file/d/|open\\?id=)([A-Za-z0-9_-]+)");
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]{20,}");
    private static final long LARGEST = 10 << 20;

    private Transcript() {}

    /** Line ends as the engine counts them: CRLF becomes LF, a leading BOM goes. */
    public static String normal(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return plain.replace("\r\n", "\n");
    }

    /** Fetches a document by its link or id; every failure is invalid input (exit 4). */
    public static String fetch(World world, String urlOrId) {
        String id = documentId(urlOrId);
        String base = world.env("NEX_GOOGLE_DOCS_URL")
                .map(url -> BackendUrl.secure(url, "NEX_GOOGLE_DOCS_URL"))
                .orElse("https://docs.google.com");
        String url = base + "/document/d/" + id + "/export?format=txt";
        Http.Response answer;
        try {
            answer = world.http()
                    .send(Http.Request.of("GET", url, Map.of("Accept", "text/plain"), Optional.empty())
                            .read(Duration.ofSeconds(30))
                            .limits(LARGEST, to -> google(to, base)));
        } catch (IOException e) {
            throw Failure.input("the document cannot be fetched: " + e.getMessage());
        }
        if (answer.status() == 401
                || answer.status() == 403
                || answer.header("content-type").contains("text/html")) {
            throw Failure.input("the document is not public; share it by link, or save it and use -f FILE");
        }
        if (answer.status() == 404) {
            throw Failure.input("there is no document " + id);
        }
        if (answer.status() >= 300) {
            throw Failure.input("the document cannot be fetched: status " + answer.status());
        }
        String text = normal(answer.body());
        if (text.isBlank()) {
            throw Failure.input("the document is empty");
        }
        return text;
    }

    private static String documentId(String value) {
        String text = value.trim();
        for (Pattern pattern : new Pattern[] {IN_URL, DRIVE}) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        if (BARE.matcher(text).matches()) {
            return text;
        }
        throw Failure.input("not a Google document's link or id: " + value);
    }

    private static boolean google(String url, String base) {
        if (url.startsWith(base + "/")) {
            return true;
        }
        try {
            URI uri = URI.create(url);
            String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
            return "https".equals(uri.getScheme())
                    && (host.equals("google.com")
                            || host.endsWith(".google.com")
                            || host.endsWith(".googleusercontent.com"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
