package nexhelm.daemon.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexhelm.daemon.files.Tree;
import nexhelm.daemon.files.TreePath;
import nexhelm.daemon.files.Walk;
import nexhelm.daemon.files.Walk.Then;
import nexhelm.engine.http.Refusal;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A commit of what the working tree holds. Files are read through the tree's handles, so no link is followed, and as
 * they are: no filter of the repository's configuration runs.
 */
public final class Snapshot {

    private static final int LARGEST = 100 << 20; // what GitHub takes

    private final Tree files;
    private final List<TreePath> only;
    private final DirCache index;
    private final Instant indexWritten;
    private final ObjectInserter inserter;
    private final Set<String> changed = new HashSet<>();

    private Snapshot(Tree files, List<TreePath> only, DirCache index, Instant indexWritten, ObjectInserter inserter) {
        this.files = files;
        this.only = only;
        this.index = index;
        this.indexWritten = indexWritten;
        this.inserter = inserter;
    }

    /** A commit, on which branch, and how many files it changes. */
    public record Made(String sha, String branch, int files) {}

    static Made commit(
            Repository repository, Tree files, List<TreePath> only, String message, String name, String email)
            throws IOException {
        DirCache index = repository.lockDirCache();
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            Snapshot snapshot = new Snapshot(files, only, index, written(repository), inserter);
            snapshot.requireKnown();
            snapshot.fill();
            ObjectId tree = index.writeTree(inserter);
            ObjectId head = repository.resolve(Constants.HEAD);
            if (tree.equals(treeOf(repository, head))) {
                throw Refusal.conflict(
                        "nothing_to_commit",
                        only.isEmpty()
                                ? "Nothing changed since the last commit."
                                : "Nothing of these paths changed since the last commit.");
            }
            ObjectId commit = insert(inserter, tree, head, message, new PersonIdent(name, email));
            index.write();
            if (!index.commit()) {
                throw new IOException("the index is locked");
            }
            move(repository, head, commit, message);
            return new Made(
                    commit.name(), Repository.shortenRefName(repository.getFullBranch()), snapshot.changed.size());
        } finally {
            index.unlock();
        }
    }

    private static Instant written(Repository repository) throws IOException {
        Path file = repository.getIndexFile().toPath();
        return Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.EPOCH;
    }

    private void requireKnown() throws IOException {
        for (TreePath path : only) {
            boolean tracked = path.isRoot()
                    || index.getEntry(path.toString()) != null
                    || index.getEntriesWithin(path.toString()).length > 0;
            if (!tracked && files.attributes(path).isEmpty()) {
                throw Refusal.notFound("file_not_found", "There is no file " + path + ".");
            }
        }
    }

    private void fill() throws IOException {
        DirCacheBuilder builder = index.builder();
        Set<String> met = new HashSet<>();
        List<DirCacheEntry> found = new ArrayList<>();
        Walk.through(files, TreePath.ROOT, (path, attributes, ignored, content) -> {
            String name = path.toString();
            DirCacheEntry known = index.getEntry(name);
            if (attributes.isDirectory()) {
                // an ignored folder matters only for what is tracked in it, and a submodule is left alone
                boolean tracked = index.getEntriesWithin(name).length > 0;
                return known == null && (!ignored || tracked) && maybeWanted(path) ? Then.ON : Then.OVER;
            }
            if (!isWanted(path) || ignored && known == null) {
                return Then.ON;
            }
            Optional<DirCacheEntry> entry = entry(path, attributes, known);
            entry.ifPresent(found::add);
            entry.ifPresent(any -> met.add(name));
            return Then.ON;
        });
        for (int i = 0; i < index.getEntryCount(); i++) {
            DirCacheEntry old = index.getEntry(i);
            boolean wanted = isWanted(new TreePath(List.of(old.getPathString().split("/"))));
            if (!wanted || old.getFileMode() == FileMode.GITLINK) {
                builder.add(old);
            } else if (!met.contains(old.getPathString())) {
                changed.add(old.getPathString());
            }
        }
        found.forEach(builder::add);
        builder.finish();
    }

    private Optional<DirCacheEntry> entry(TreePath path, PosixFileAttributes attributes, DirCacheEntry known)
            throws IOException {
        if (!attributes.isRegularFile() && !attributes.isSymbolicLink()) {
            return Optional.empty(); // a pipe or a socket
        }
        DirCacheEntry entry = new DirCacheEntry(path.toString());
        entry.setFileMode(mode(attributes));
        entry.setLastModified(attributes.lastModifiedTime().toInstant());
        entry.setLength(attributes.size());
        entry.setObjectId(
                isUntouched(known, entry)
                        ? known.getObjectId()
                        : inserter.insert(Constants.OBJ_BLOB, content(path, attributes)));
        if (known == null
                || !known.getObjectId().equals(entry.getObjectId())
                || !known.getFileMode().equals(entry.getFileMode())) {
            changed.add(path.toString());
        }
        return Optional.of(entry);
    }

    /** Whether a file is as the index knows it; one that changed when the index was written is looked at anyway. */
    private boolean isUntouched(DirCacheEntry known, DirCacheEntry entry) {
        return known != null
                && known.getFileMode().equals(entry.getFileMode())
                && known.getLength() == entry.getLength()
                && known.getLastModifiedInstant().equals(entry.getLastModifiedInstant())
                && entry.getLastModifiedInstant().isBefore(indexWritten.minusSeconds(2));
    }

    private static FileMode mode(PosixFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return FileMode.SYMLINK;
        }
        return attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE)
                ? FileMode.EXECUTABLE_FILE
                : FileMode.REGULAR_FILE;
    }

    private byte[] content(TreePath path, PosixFileAttributes attributes) throws IOException {
        if (!attributes.isSymbolicLink()) {
            return files.read(path, LARGEST);
        }
        // Java reads no link relative to a handle; what could be swapped here is a link's text, never a content
        Path target = Files.readSymbolicLink(files.root().resolve(path.toString()));
        return target.toString().getBytes(StandardCharsets.UTF_8);
    }

    private boolean isWanted(TreePath path) {
        return only.isEmpty() || only.stream().anyMatch(path::startsWith);
    }

    private boolean maybeWanted(TreePath folder) {
        return isWanted(folder) || only.stream().anyMatch(wanted -> wanted.startsWith(folder));
    }

    private static ObjectId treeOf(Repository repository, ObjectId head) throws IOException {
        if (head == null) {
            return ObjectId.zeroId();
        }
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(head).getTree().getId();
        }
    }

    private static ObjectId insert(
            ObjectInserter inserter, ObjectId tree, ObjectId head, String message, PersonIdent who) throws IOException {
        CommitBuilder builder = new CommitBuilder();
        builder.setTreeId(tree);
        if (head != null) {
            builder.setParentId(head);
        }
        builder.setAuthor(who);
        builder.setCommitter(who);
        builder.setMessage(message);
        ObjectId commit = inserter.insert(builder);
        inserter.flush();
        return commit;
    }

    private static void move(Repository repository, ObjectId from, ObjectId to, String message) throws IOException {
        RefUpdate update = repository.updateRef(Constants.HEAD);
        update.setNewObjectId(to);
        update.setExpectedOldObjectId(from == null ? ObjectId.zeroId() : from);
        update.setRefLogIdent(new PersonIdent("nex-workspace", "nex-workspace@localhost"));
        update.setRefLogMessage("commit: " + message.lines().findFirst().orElse(""), false);
        RefUpdate.Result result = update.update();
        if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
            throw Refusal.conflict("branch_moved", "The branch was changed meanwhile; commit again.");
        }
    }
}
