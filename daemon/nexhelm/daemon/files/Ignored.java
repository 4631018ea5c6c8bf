package nexhelm.daemon.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * What the {@code .gitignore} files from the root down to a folder say (gitignore(5)). Rules that could make matching
 * slow are left out, because a repository's author must not decide how long a search takes.
 */
final class Ignored {

    static final Ignored NOTHING = new Ignored(Optional.empty(), TreePath.ROOT, Optional.empty());

    private static final int LARGEST = 64 << 10;
    private static final int MOST_STARS = 3;
    private static final int LONGEST_RULE = 200;

    private final Optional<Ignored> above;
    private final TreePath folder;
    private final Optional<IgnoreNode> rules;

    private Ignored(Optional<Ignored> above, TreePath folder, Optional<IgnoreNode> rules) {
        this.above = above;
        this.folder = folder;
        this.rules = rules;
    }

    /** These rules and those of a folder below. */
    Ignored with(TreePath below, byte[] gitignore) throws IOException {
        String text = new String(gitignore, 0, Math.min(gitignore.length, LARGEST), StandardCharsets.UTF_8);
        String harmless = text.lines().filter(Ignored::isHarmless).collect(Collectors.joining("\n"));
        IgnoreNode node = new IgnoreNode();
        node.parse(new ByteArrayInputStream(harmless.getBytes(StandardCharsets.UTF_8)));
        return new Ignored(Optional.of(this), below, Optional.of(node));
    }

    /** Whether a path is ignored; the innermost folder with an opinion decides. */
    boolean covers(TreePath path, boolean isFolder) {
        for (Ignored at = this; at.above.isPresent(); at = at.above.get()) {
            List<String> rest =
                    path.names().subList(at.folder.names().size(), path.names().size());
            Boolean decided = at.rules.orElseThrow().checkIgnored(String.join("/", rest), isFolder);
            if (decided != null) {
                return decided;
            }
        }
        return false;
    }

    private static boolean isHarmless(String rule) {
        return rule.length() <= LONGEST_RULE
                && rule.chars().filter(c -> c == '*').count() <= MOST_STARS;
    }
}
