package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Tongue.Act;
import nexhelm.engine.design.Tongue.Thing;

/** Takes what a verb does and what it is done to, in any language, to a declared tool. */
final class ForeignTools {

    private final Set<String> declared;

    ForeignTools(Set<String> declared) {
        this.declared = declared;
    }

    /** The tool; none when no declared one does it or it takes a person. */
    Optional<String> of(Act act, Optional<Thing> thing) {
        String tool = switch (act) {
            case READ -> reads(thing);
            case SEARCH ->
                switch (thing.orElse(Thing.DOCUMENT)) {
                    case MAIL -> "search_mail";
                    case CONTACT -> "find_contact";
                    case SHEET -> "find_sheet_rows";
                    default -> "search_documents";
                };
            case CHECK -> thing.filter(Thing.SHEET::equals).isPresent() ? "read_sheet" : "read_document";
            case WRITE ->
                switch (thing.orElse(Thing.DOCUMENT)) {
                    case FOLDER -> "create_folder";
                    case TODO -> "create_todo";
                    case MAIL -> "create_mail_draft";
                    case EVENT -> "create_event";
                    case SHEET -> "create_sheet";
                    default -> "create_document";
                };
            case DRAFT -> thing.filter(Thing.MAIL::equals).isPresent() ? "create_mail_draft" : "create_document";
            case SEND -> "send_mail";
            case UPDATE -> thing.filter(Thing.SHEET::equals).isPresent() ? "update_sheet_cells" : "update_document";
            case ADD ->
                switch (thing.orElse(Thing.DOCUMENT)) {
                    case SHEET -> "create_sheet_rows";
                    case TODO -> "create_todo";
                    case EVENT -> "create_event";
                    default -> "update_document";
                };
            case MOVE -> "update_document_location";
            case COPY -> "create_document_copy";
            case REMIND -> "create_todo";
            case DECIDE, TALK -> "";
        };
        return Optional.of(tool).filter(declared::contains);
    }

    private static String reads(Optional<Thing> thing) {
        return switch (thing.orElse(Thing.DOCUMENT)) {
            case MAIL -> "search_mail";
            case FOLDER -> "list_documents";
            case CONTACT -> "find_contact";
            case SHEET -> "read_sheet";
            case TODO -> "list_todos";
            case EVENT -> "list_events";
            default -> "read_document";
        };
    }
}
