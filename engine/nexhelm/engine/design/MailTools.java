package nexhelm.engine.design;

import java.util.Optional;
import java.util.Set;
import nexhelm.engine.design.Phrases.Phrase;

/** Which mail or todo tool does an act. */
final class MailTools {

    private final Act act;

    private MailTools(Act act) {
        this.act = act;
    }

    static Optional<String> of(Act act) {
        var tools = new MailTools(act);
        if (tools.todo() && !tools.asDraft() && !act.run("as", "pdf") && !act.after("as", n -> n.matches("pdf|csv"))) {
            return Optional.of(
                    act.verb().matches("complete|close|tick|mark|finish|update|check|resolve")
                            ? "update_todo"
                            : act.verb().matches("read|review|look|list|open|go") ? "list_todos" : "create_todo");
        }
        return tools.mail();
    }

    private boolean todo() {
        boolean item = act.is("item"::equals) && !act.run("action|to-do|todo", "item");
        boolean noun = (act.is(Words.TODO::contains) && !item
                        || act.words("todo", "to-do") && !act.verb().equals("mark"))
                && !act.objectIs(Words.DOCUMENT::contains)
                && !act.is(Set.of("email", "e-mail", "mail")::contains);
        boolean reminding = act.verb().matches("diari[sz]e")
                || act.verb().equals("remind")
                        && (act.objectIs(Set.of("i", "we", "me", "us", "myself", "team")::contains)
                                || act.object().isEmpty());
        boolean following =
                act.verb().equals("follow") && act.clause().particle().equals("up");
        return noun
                        && (ToolVerbs.REMIND.contains(act.verb())
                                || act.verb()
                                        .matches(
                                                "complete|close|tick|mark|finish|update|review|list|open|go|have|leave|read"))
                || reminding
                || following;
    }

    private Optional<String> mail() {
        boolean mailObject = act.objectIs(Words.MAIL::contains)
                || act.called(Paper.MAIL)
                || act.verb().matches("read|open|check|look|go")
                        && act.object().filter(act::calledMail).isPresent();
        boolean recipient = act.object().isPresent() && act.person(act.object().get())
                || Phrases.recipient(act.sentence(), act.clause()).isPresent();
        boolean told = act.run("to", "each|all|both|those|everyone|everybody|some");
        boolean addressed = recipient
                || told
                || act.around().stream().anyMatch(p -> p.preposition().equals("to") && act.person(p));
        boolean notice = act.objectIs(Words.NOTICE::contains)
                && (!act.is(Words.TODO::contains) || act.objectIs("reminder"::equals) && addressed);
        boolean forPerson = act.around().stream().anyMatch(p -> p.preposition().matches("to|for") && act.person(p));
        boolean asPaper = act.around().stream()
                .anyMatch(p -> p.preposition().equals("as") && act.headIn(p, n -> n.matches("document|pdf|file")));
        if (asPaper && !ToolVerbs.SEND.contains(act.verb())) {
            return Optional.empty();
        }
        if (ToolVerbs.DRAFT.contains(act.verb()) && notice && forPerson
                || act.verb().matches("write|prepare")
                        && notice
                        && (told
                                || act.around().stream()
                                        .anyMatch(p -> p.preposition().equals("to") && act.person(p)))) {
            return Optional.of("create_mail_draft");
        }
        boolean letter =
                act.objectIs(n -> n.matches("letter|agreement|contract|certificate|report|statement|offer|quote"));
        boolean toPerson = act.around().stream().anyMatch(p -> p.preposition().equals("to") && act.person(p));
        boolean mailAround = act.around().stream().anyMatch(p -> act.headIn(p, Words.MAIL::contains));
        boolean asDraft = asDraft();
        if (ToolVerbs.DRAFT.contains(act.verb())) {
            if (mailObject
                    || act.object().isEmpty()
                    || !act.objectIs(n -> Words.DOCUMENT.contains(n) && !n.equals("note") && !n.equals("copy"))
                            && (toPerson || recipient || act.pronounObject())) {
                return Optional.of("create_mail_draft");
            }
            return Optional.empty();
        }
        if (act.verb().equals("go")
                && toPerson
                && act.clause().hasSubject()
                && !act.sentence().at(act.clause().subjectFrom()).word("i", "we", "you")) {
            return Optional.of("send_mail");
        }
        if (asDraft
                && (mailObject
                        || ToolVerbs.SEND.contains(act.verb())
                        || act.pronounObject() && !act.objectIs(Words.DOCUMENT::contains))) {
            return Optional.of("create_mail_draft");
        }
        if (act.verb().equals("write")
                && (toPerson || recipient)
                && act.object().filter(o -> !act.person(o)).isEmpty()
                && act.follows("that")
                && !act.called().drafts()) {
            return Optional.of("send_mail"); // "I write to her that it is ready": she is told
        }
        if (act.verb().equals("write")
                        && (mailObject || act.clause().particle().equals("back") || (toPerson || recipient) && !letter)
                || act.verb().matches("prepare|create|make|put|generate|produce|queue|get|start") && mailObject) {
            return Optional.of("create_mail_draft");
        }
        if (ToolVerbs.SEND.contains(act.verb()) && !act.verb().matches("request|remind|tell|ask|invite")
                || act.verb().matches("request|remind|tell|ask|invite") && (recipient || toPerson)) {
            return Optional.of("send_mail");
        }
        if (act.verb().matches("ask|request")
                && (act.clause().particle().equals("for") || act.object().isEmpty() && act.run("for", ".*"))) {
            return Optional.of("create_mail_draft");
        }
        boolean wish = act.verb().matches("read|look|check|see")
                && act.object()
                        .filter(o -> !act.sentence().at(o.head()).word("what"))
                        .isEmpty()
                && act.follows("what")
                && act.follows("want", "wants", "need", "needs", "ask", "asks", "write", "writes");
        boolean mails = act.opened().equals(Optional.of(Paper.MAIL));
        boolean order = act.verb().matches("read|open")
                && act.object()
                        .filter(o -> !act.sentence().at(o.from()).word("a", "an")
                                && act.called(o).isEmpty())
                        .isPresent()
                && act.objectIs(n -> n.matches("order|request|enquiry|inquiry|complaint|booking|cancellation")
                        || mails && n.matches("application|registration|report|question"))
                && act.around().stream().noneMatch(p -> p.preposition().matches("in|on|into"));
        if ((act.called().mailed() || mails) && (wish || order) || act.verb().matches("read|open") && inboxAround()) {
            return Optional.of("read_mail");
        }
        if (act.verb().equals("copy")
                && recipient
                && act.around().stream().noneMatch(p -> p.preposition().matches("in|into|onto|to"))) {
            return Optional.of("send_mail");
        }
        if (act.verb().equals("follow")
                && act.clause().particle().equals("up")
                && act.around().stream().anyMatch(act::person)) {
            return Optional.of("send_mail");
        }
        if (mailObject || mailAround && !act.objectIs(Words.DOCUMENT::contains)) {
            boolean inbox = act.is(Set.of("inbox", "mailbox")::contains);
            if (ToolVerbs.FIND.contains(act.verb())
                            && !(act.verb().equals("look")
                                    && act.clause().particle().equals("at"))
                    || inbox
                            && !(act.verb().matches("read|open") && !inbox(act.object()))
                            && (ToolVerbs.READ.contains(act.verb())
                                    || act.verb().equals("monitor"))) {
                return Optional.of("search_mail");
            }
            if (ToolVerbs.READ.contains(act.verb()) && !act.verb().equals("note")) {
                return Optional.of(
                        mailObject || act.verb().matches("read|open") && !inbox(act.object())
                                ? "read_mail"
                                : "search_mail");
            }
            if (act.verb().matches("send|resend")) {
                return Optional.of("send_mail");
            }
        }
        return Optional.empty();
    }

    private boolean asDraft() {
        return act.around().stream().anyMatch(p -> act.sentence().at(p.head()).word("draft", "drafts"));
    }

    /** "I read the fault report in the mailbox": what lies there is a mail, whatever it is called. */
    private boolean inboxAround() {
        return act.object().filter(o -> !inbox(Optional.of(o))).isPresent()
                && act.around().stream().anyMatch(p -> p.preposition().matches("in|from") && inbox(Optional.of(p)));
    }

    private boolean inbox(Optional<Phrase> phrase) {
        return phrase.isPresent() && act.headIn(phrase.get(), Set.of("inbox", "mailbox")::contains);
    }
}
