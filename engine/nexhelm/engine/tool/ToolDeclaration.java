package nexhelm.engine.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a tool is, said once: the page, the integration engineer, the designer and a model all see this.
 *
 * @param name        {@code verb_object}; writes start with a prefix by which the evaluator recognises side effects
 * @param title       a few words for people
 * @param description one sentence: what it does, on what
 * @param write       true when it changes something in the tenant
 * @param provider    documents, spreadsheets, mail, calendar, crm, pdf or tasks
 * @param inputSchema JSON Schema 2020-12 of the input, type object
 * @param example     an input that works on the demo tenant
 */
public record ToolDeclaration(
        String name,
        String title,
        String description,
        boolean write,
        String provider,
        ObjectNode inputSchema,
        ObjectNode example) {}
