package nexhelm.engine.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import nexhelm.engine.persona.Verifier;
import nexhelm.engine.persona.Verifier.Answer;
import nexhelm.engine.persona.Verifier.Given;
import nexhelm.engine.persona.Verifier.StepContext;
import nexhelm.engine.persona.Verifier.StepResult;
import nexhelm.engine.tool.ToolFailure;
import nexhelm.json.Json;

/**
 * Performs a step; when it lacks data and a person is there, asks for it and performs the step again with the answer. What an
 * attempt called, said or asked is not done anew by the next one, and what it remembered is forgotten.
 */
final class Attempts {

    /** Questions about one step before it is left: more would be an interrogation. */
    private static final int MOST_QUESTIONS = 3;

    private static final Set<String> LEAVE =
            Set.of("skip", "leave", "leave it", "skip it", "none", "no", "i don't know", "unknown", "-");

    /** One of several values, of which some may be what was asked for. */
    private static final Pattern NAMED = Pattern.compile("[^:\\n]:\\s+\\S");

    private final Verifier verifier;

    Attempts(Verifier verifier) {
        this.verifier = verifier;
    }

    StepResult at(StepContext work) {
        ObjectNode before = work.memory().deepCopy();
        var history = new History();
        List<Given> answers = new ArrayList<>();
        String unhelpful = "";
        for (int asked = 0; ; asked++) {
            restore(work, before);
            var attempt = new Attempt(work, history, answers);
            StepResult result = verifier.perform(attempt);
            if (!(result instanceof StepResult.Lacking lacking)) {
                return result;
            }
            String lack = lacking.what();
            if (!answers.isEmpty()) {
                Given last = answers.get(answers.size() - 1);
                boolean stays = alike(lack.replace(" " + last.text(), ""), last.lacking());
                unhelpful = stays ? last.text() : "";
                if (stays && !NAMED.matcher(last.text()).find()) {
                    answers.remove(last); // it would only be in the way of the next one
                    lack = last.lacking();
                }
            }
            if (!work.attended() || asked == MOST_QUESTIONS) {
                return left(work, before, new StepResult.Lacking(lack), answers);
            }
            String said =
                    work.ask(Question.of(work.step(), lack, unhelpful)).text().strip();
            if (LEAVE.contains(said.toLowerCase(Locale.ROOT).replaceAll("[.!]+$", ""))) {
                return left(work, before, new StepResult.Lacking(lack), answers);
            }
            answers.add(new Given(lack, said));
        }
    }

    /** An answer that is part of an instruction brings a full stop with it. */
    private static boolean alike(String lack, String other) {
        return lack.replace(".", "").equals(other.replace(".", ""));
    }

    private StepResult left(StepContext work, ObjectNode before, StepResult.Lacking lacking, List<Given> answers) {
        restore(work, before);
        return verifier.leave(new Attempt(work, new History(), answers), lacking);
    }

    private static void restore(StepContext work, ObjectNode before) {
        work.memory().removeAll();
        work.memory().setAll(before.deepCopy());
    }

    /** What the attempts at a step have done so far. */
    private record History(List<Call> calls, List<Asked> asked, List<String> said) {
        History() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        History copy() {
            return new History(new ArrayList<>(calls), new ArrayList<>(asked), new ArrayList<>(said));
        }
    }

    private record Call(String what, ObjectNode output) {}

    private record Asked(String prompt, Answer answer) {}

    /** One attempt: what an earlier one did and this one wants too is taken from there. */
    private static final class Attempt implements StepContext {
        private final StepContext work;
        private final History all;
        private final History earlier;
        private final List<Given> answers;

        Attempt(StepContext work, History all, List<Given> answers) {
            this.work = work;
            this.all = all;
            this.earlier = all.copy();
            this.answers = List.copyOf(answers);
        }

        @Override
        public ObjectNode definition() {
            return work.definition();
        }

        @Override
        public ObjectNode step() {
            return work.step();
        }

        @Override
        public String kickoff() {
            return work.kickoff();
        }

        @Override
        public boolean readOnly() {
            return work.readOnly();
        }

        @Override
        public boolean madeUp() {
            return work.madeUp();
        }

        @Override
        public boolean attended() {
            return work.attended();
        }

        @Override
        public List<Given> answers() {
            return answers;
        }

        @Override
        public ObjectNode memory() {
            return work.memory();
        }

        @Override
        public void say(String text) {
            if (!earlier.said().remove(text)) {
                work.say(text);
                all.said().add(text);
            }
        }

        @Override
        public ObjectNode call(String tool, ObjectNode input) throws ToolFailure {
            String what = tool + " " + Json.compact(input);
            Optional<Call> known = take(earlier.calls(), call -> call.what().equals(what));
            if (known.isPresent()) {
                return known.get().output().deepCopy();
            }
            ObjectNode output = work.call(tool, input);
            all.calls().add(new Call(what, output.deepCopy()));
            return output;
        }

        @Override
        public Answer approve(String prompt, String tool, ObjectNode input) {
            return asked(prompt, () -> work.approve(prompt, tool, input));
        }

        @Override
        public Answer ask(String question) {
            return asked(question, () -> work.ask(question));
        }

        private Answer asked(String prompt, Supplier<Answer> person) {
            Optional<Asked> known =
                    take(earlier.asked(), asked -> asked.prompt().equals(prompt));
            if (known.isPresent()) {
                return known.get().answer();
            }
            Answer answer = person.get();
            all.asked().add(new Asked(prompt, answer));
            return answer;
        }

        private static <T> Optional<T> take(List<T> from, Predicate<T> wanted) {
            Optional<T> found = from.stream().filter(wanted).findFirst();
            found.ifPresent(from::remove);
            return found;
        }
    }
}
