package nexhelm.engine.tool;

import java.util.List;
import java.util.Set;

/** Which tools an agent keeps when it reads somebody else's data: none that changes anything of theirs. */
public final class Vocabulary {

    private static final List<String> WRITE_PREFIXES =
            List.of("send_", "create_", "update_", "delete_", "post_", "patch_", "upload_");

    /** Writes whose names do not show it; each was looked at. */
    private static final Set<String> ALSO_WRITES = Set.of(
            "append_rows",
            "append_sheet_rows",
            "prefill_pdf",
            "fill_pdf_form",
            "invite_attendees",
            "log_note",
            "move_document",
            "save_pdf",
            "save_output_document");

    /** Changes that touch nothing of the person's; each was looked at. */
    private static final Set<String> HARMLESS = Set.of("set_thread_name", "update_thread_name", "update_run_status");

    private Vocabulary() {}

    /** Whether a tool is left; nothing is, where there is no such tool. */
    public static boolean reads(SandboxTool tool) {
        return tool != null
                && reads(tool.declaration().name(), tool.declaration().write());
    }

    /** Whether a tool of this name is left; one that declares that it writes never is, unless it is known as harmless. */
    static boolean reads(String name, boolean declaredWrite) {
        return HARMLESS.contains(name)
                || !declaredWrite
                        && !ALSO_WRITES.contains(name)
                        && WRITE_PREFIXES.stream().noneMatch(name::startsWith);
    }
}
