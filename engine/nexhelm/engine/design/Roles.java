package nexhelm.engine.design;

import java.util.Set;

/**
 * What the speakers of a call have to do with the work.
 *
 * @param teller  who tells most of it, or empty: what they do is what the agent is to do
 * @param keepers others who keep what they say that they do
 * @param claimed scenes in which somebody says that this is their own job
 */
record Roles(String teller, Set<String> keepers, Set<Integer> claimed) {

    Roles {
        keepers = Set.copyOf(keepers);
        claimed = Set.copyOf(claimed);
    }
}
