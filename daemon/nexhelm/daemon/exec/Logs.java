package nexhelm.daemon.exec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.re2j.Pattern;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nexhelm.engine.http.Refusal;
import nexhelm.engine.http.Request;
import nexhelm.json.Json;

/** The last lines that the processes of each component wrote. They are kept in memory and end with the daemon. */
public final class Logs {

    private static final int MOST_LINES = 5000;
    private static final int LONGEST_LINE = 2000;
    private static final int MOST_COMPONENTS = 50;

    private record Line(Instant at, String text) {}

    private final Clock clock;
    private final TreeMap<String, Deque<Line>> components = new TreeMap<>();

    public Logs(Clock clock) {
        this.clock = clock;
    }

    /** Adds a line of a component. */
    public synchronized void add(String component, String text) {
        if (!components.containsKey(component) && components.size() >= MOST_COMPONENTS) {
            return;
        }
        Deque<Line> lines = components.computeIfAbsent(component, any -> new ArrayDeque<>());
        lines.add(
                new Line(clock.instant(), text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text));
        if (lines.size() > MOST_LINES) {
            lines.remove();
        }
    }

    /** The last lines of a component that are young enough and match, the oldest first. */
    public synchronized ArrayNode tail(String component, long sinceSeconds, int limit, Optional<Pattern> grep) {
        Deque<Line> lines = components.get(component);
        if (lines == null) {
            throw Refusal.notFound(
                    "component_not_found",
                    "Nothing was logged for '%s'%s."
                            .formatted(
                                    Request.clip(component),
                                    components.isEmpty()
                                            ? "; run a check of an area first"
                                            : ", only for "
                                                    + components.keySet().stream()
                                                            .collect(Collectors.joining(", "))));
        }
        Instant oldest = clock.instant().minusSeconds(sinceSeconds);
        List<Line> found = new ArrayList<>();
        for (Line line : lines) {
            if (!line.at().isBefore(oldest)
                    && grep.map(pattern -> pattern.matcher(line.text()).find()).orElse(true)) {
                found.add(line);
            }
        }
        ArrayNode shown = Json.array();
        found.subList(Math.max(0, found.size() - limit), found.size())
                .forEach(line -> shown.add(line.at().truncatedTo(ChronoUnit.MILLIS) + " " + line.text()));
        return shown;
    }
}
