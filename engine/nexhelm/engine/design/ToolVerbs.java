package nexhelm.engine.design;

import java.util.Set;
import nexhelm.engine.language.Clause;

/** Verbs of office work in classes, by lemma: what somebody does with a document, a mail, a note to do. */
final class ToolVerbs {

    static final Set<String> SEND = Set.of("send", "email", "e-mail", "mail", "forward", "reply", "respond", "dispatch", "circulate", "distribute", "notify",
            "inform", "resend", "cc", "transmit", "submit", "advise", "alert", "answer", "ask", "invite", "deliver", "share", "tell", "return", "chase", "remind", "request");
    static final Set<String> DRAFT = Set.of("draft", "compose", "word", "formulate", "phrase", "pre-draft", "redraft");
    static final Set<String> WRITE = Set.of("write", "create", "prepare", "produce", "generate", "compile", "make", "draw", "summarise", "summarize", "document", "record",
            "note", "save", "put", "fill", "type", "assemble", "build", "list", "jot", "capture", "outline", "transcribe", "consolidate", "merge", "collate", "combine", "export", "store", "register", "issue");
    static final Set<String> READ = Set.of("open", "read", "review", "look", "check", "go", "study", "examine", "inspect", "pull", "compare", "verify", "scan", "extract",
            "take", "view", "analyse", "analyze", "cross-check", "reconcile", "consult", "skim", "validate", "match", "see", "double-check", "get", "grab", "confirm", "identify",
            "determine", "assess", "evaluate", "collect", "gather", "copy", "calculate", "compute", "recheck", "proofread", "audit", "retrieve", "fetch", "highlight", "figure", "work", "count", "total", "sort", "select", "choose", "pick", "note");
    static final Set<String> FIND = Set.of("find", "search", "look", "locate", "retrieve", "fetch", "identify", "filter", "collect", "gather", "monitor", "watch", "hunt");
    static final Set<String> CHANGE = Set.of("update", "edit", "amend", "add", "append", "insert", "change", "correct", "modify", "revise", "complete", "enter", "fill", "log", "record",
            "adjust", "mark", "tick", "replace", "extend", "fix", "paste", "put", "annotate", "sign", "flag", "attach", "include", "reformat", "format", "delete", "remove", "highlight");
    static final Set<String> MOVE = Set.of("move", "file", "archive", "put", "transfer", "place", "store", "drop", "rename", "upload", "relocate", "go", "save", "sort", "drag");
    static final Set<String> REMIND = Set.of("remind", "schedule", "set", "create", "add", "make", "put", "note", "log", "open", "assign", "follow", "diarise", "diarize", "flag", "raise");

    private ToolVerbs() {}

    static boolean known(Clause clause) {
        String lemma = clause.lemma();
        return SEND.contains(lemma) || DRAFT.contains(lemma) || WRITE.contains(lemma) || READ.contains(lemma) || FIND.contains(lemma)
                || CHANGE.contains(lemma) || MOVE.contains(lemma) || Set.of("schedule", "book", "post", "upload", "download", "call", "sync", "tag", "convert", "print", "scan", "track", "follow").contains(lemma);
    }
}
