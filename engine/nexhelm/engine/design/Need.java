package nexhelm.engine.design;

import java.util.Optional;

/**
 * Something the agent must be able to do for a step.
 *
 * @param act     what is to be done, as a short command
 * @param tool    the declared tool that does it
 * @param analog  a declared tool that does something like it, when none does it
 * @param product the named product it happens in, when no tool reaches that
 * @param writes  true when the act changes or sends something
 * @param quote   the words of the transcript that ask for it
 */
public record Need(
        String act,
        Optional<String> tool,
        Optional<String> analog,
        Optional<String> product,
        boolean writes,
        String quote) {}
