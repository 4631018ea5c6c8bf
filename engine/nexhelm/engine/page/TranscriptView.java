package nexhelm.engine.page;

import static j2html.TagCreator.div;
import static j2html.TagCreator.mark;
import static j2html.TagCreator.span;

import com.fasterxml.jackson.databind.node.ObjectNode;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The transcript, cut where steps come from, so that each step can be shown in what was said. */
final class TranscriptView {

    private TranscriptView() {}

    static DomContent of(String transcript, List<ObjectNode> steps) {
        int length = transcript.codePointCount(0, transcript.length());
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0, length));
        for (ObjectNode step : steps) {
            if (step.path("source").isObject()) {
                cuts.add(within(step, "start", length));
                cuts.add(within(step, "end", length));
            }
        }
        List<DomContent> pieces = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        List<Integer> at = List.copyOf(cuts);
        for (int i = 0; i + 1 < at.size(); i++) {
            int start = at.get(i);
            int end = at.get(i + 1);
            String piece = transcript.substring(
                    transcript.offsetByCodePoints(0, start), transcript.offsetByCodePoints(0, end));
            List<Integer> from = steps.stream()
                    .filter(step -> step.path("source").isObject()
                            && within(step, "start", length) <= start
                            && within(step, "end", length) >= end)
                    .map(step -> step.path("index").asInt())
                    .toList();
            pieces.add(from.isEmpty() ? span(piece) : marked(piece, from, shown));
        }
        return div(pieces.toArray(DomContent[]::new))
                .withClass("transcript")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", "Transcript");
    }

    /** A piece that steps come from; the first piece of a step is where its link leads. */
    private static DomContent marked(String piece, List<Integer> steps, List<Integer> shown) {
        List<DomContent> anchors = new ArrayList<>();
        for (int step : steps) {
            if (!shown.contains(step)) {
                shown.add(step);
                anchors.add(span().withId("source-" + step).withClass("anchor"));
            }
        }
        String list = steps.stream().map(String::valueOf).collect(Collectors.joining(" "));
        return mark().with(anchors)
                .withText(piece)
                .attr("data-steps", list)
                .withTitle((steps.size() == 1 ? "Step " : "Steps ") + list.replace(" ", ", "));
    }

    private static int within(ObjectNode step, String field, int length) {
        return Math.max(0, Math.min(length, step.path("source").path(field).asInt()));
    }
}
