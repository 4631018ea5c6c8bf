package nexhelm.engine.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nexhelm.engine.sandbox.pdf.Form;

/** PDF forms of a proposed blueprint, for the steps that read them or fill them in. */
final class ProposedForms {

    private static final Pattern FORM =
            Pattern.compile("(?i).*\\b(form|application|questionnaire|certificate|agreement|contract|declaration)$");
    private static final Pattern WITH = Pattern.compile("(?i)\\bwith\\s+(.+?)(?:[.;]|$)");
    private static final Pattern BOX = Pattern.compile("(?i)(.+?)\\s+(?:check\\s?|tick\\s?)?box");
    private static final String SIGNED = "(?i)(?:\\w+\\s+)?signature";
    private static final int MOST_FIELDS = 8;

    private final ObjectNode blueprint;
    private final String home;

    ProposedForms(ObjectNode blueprint, String home) {
        this.blueprint = blueprint;
        this.home = home;
    }

    /** Turns papers into what the tool of their step works on; what is left is to become documents. */
    void take(Map<String, String> papers, JsonNode step) {
        String tool = step.path("tool").asText();
        String told =
                step.path("title").asText() + ". " + step.path("instruction").asText();
        if (Set.of("read_pdf", "create_pdf_form").contains(tool)) {
            List<String> forms = papers.keySet().stream()
                    .filter(name -> FORM.matcher(name).matches() && says(told, name))
                    .toList();
            forms.forEach(name -> form(name, papers.remove(name), told));
            if (forms.isEmpty()
                    && tool.equals("create_pdf_form")
                    && blueprint.path("forms").isEmpty()) {
                form("Form", step.path("title").asText(), told);
            }
        }
    }

    private static boolean says(String told, String name) {
        return told.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }

    private void form(String name, String step, String told) {
        ObjectNode form = blueprint
                .withArray("forms")
                .addObject()
                .put("path", home)
                .put("title", name)
                .put("text", Proposal.MARK + " Made up for the step “" + step + "”. Replace it by a form like yours.");
        ArrayNode fields = form.putArray("fields");
        Set<String> names = new HashSet<>();
        for (String label : labels(told)) {
            Matcher box = BOX.matcher(label);
            String shown = box.matches() ? box.group(1) : label;
            if (!names.add(Form.Field.named(shown))) {
                continue;
            }
            ObjectNode field =
                    fields.addObject().put("name", Form.Field.named(shown)).put("label", shown);
            if (box.matches()) {
                field.put("kind", Form.Kind.CHECKBOX.word());
            } else if (label.matches(SIGNED)) {
                field.put("kind", Form.Kind.SIGNATURE.word());
            }
        }
    }

    /** What a step fills in: “with the policy number and the date of loss”; usual fields where it does not say. */
    private static List<String> labels(String told) {
        List<String> labels = new ArrayList<>();
        Matcher with = WITH.matcher(told);
        while (with.find()) {
            for (String part : with.group(1).split(",|\\band\\b")) {
                String label = part.strip().replaceFirst("(?i)^(?:the|a|an|their|his|her|its|our|your)\\s+", "");
                boolean plain = label.matches("[\\p{L}\\p{N} '’-]{2,40}") && label.split(" ").length <= 5;
                if (plain && labels.size() < MOST_FIELDS && labels.stream().noneMatch(label::equalsIgnoreCase)) {
                    labels.add(label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1));
                }
            }
        }
        return labels.isEmpty() ? List.of("Name", "Address", "Date", "Amount", "Reference") : labels;
    }
}
