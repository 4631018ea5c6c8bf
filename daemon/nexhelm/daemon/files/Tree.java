package nexhelm.daemon.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import nexhelm.engine.http.Refusal;

/**
 * The working tree of a workspace. Every file is reached from a handle of the root, name by name, without following a
 * link: what a process swaps between two looks leads nowhere else.
 */
public final class Tree {

    /** Larger files are neither shown nor searched nor written. */
    public static final int LARGEST = 2 << 20;

    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");

    private final Path root;
    private final Path staging;

    /**
     * @param staging a folder of the same file system outside of the tree, where content waits until it is complete
     */
    public Tree(Path root, Path staging) {
        this.root = root;
        this.staging = staging;
    }

    /** Whether this system opens files relative to a handle; without it nothing here is safe. */
    public static boolean isPossible(Path folder) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            return stream instanceof SecureDirectoryStream;
        }
    }

    /** The folder itself, for programs that run in it. */
    public Path root() {
        return root;
    }

    /** The attributes of what a path names, a link being a link; empty when nothing is there. */
    public Optional<PosixFileAttributes> attributes(TreePath path) throws IOException {
        if (path.isRoot()) {
            return Optional.of(Files.readAttributes(root, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        }
        try (SecureDirectoryStream<Path> folder = open(path.parent())) {
            return attributes(folder, path.name());
        } catch (Missing e) {
            return Optional.empty();
        }
    }

    /** The content of a regular file of at most {@link #LARGEST} bytes. */
    public byte[] read(TreePath path) throws IOException {
        return read(path, LARGEST);
    }

    /** The content of a regular file of at most so many bytes. */
    public byte[] read(TreePath path, int most) throws IOException {
        try (SecureDirectoryStream<Path> folder = open(path.parent())) {
            BasicFileAttributes attributes = attributes(folder, requireName(path))
                    .orElseThrow(() -> Refusal.notFound("file_not_found", "There is no file " + path + "."));
            requireRegular(path, attributes);
            if (attributes.size() > most) {
                throw Refusal.tooLarge("%s has %d bytes, more than the %d that are read here."
                        .formatted(path, attributes.size(), most));
            }
            return read(folder, path.name(), most);
        } catch (Missing e) {
            throw Refusal.notFound("file_not_found", "There is no file " + path + ".");
        }
    }

    /** Replaces or makes a file in one step; its folder must be there unless parents are asked for. */
    public void write(TreePath path, byte[] content, boolean createParents) throws IOException {
        String name = requireName(path);
        if (content.length > LARGEST) {
            throw Refusal.tooLarge("The content has more than %d bytes.".formatted(LARGEST));
        }
        if (createParents) {
            makeFolders(path.parent());
        }
        try (SecureDirectoryStream<Path> folder = open(path.parent());
                SecureDirectoryStream<Path> waiting = secure(staging)) {
            Optional<PosixFileAttributes> old = attributes(folder, name);
            old.ifPresent(there -> requireRegular(path, there));
            put(
                    waiting,
                    folder,
                    name,
                    content,
                    old.map(PosixFileAttributes::permissions).orElse(PLAIN));
        } catch (Missing e) {
            throw Refusal.notFound(
                    "folder_not_found", "There is no folder %s; ask for its creation.".formatted(path.parent()));
        }
    }

    /** Removes a regular file. */
    public void delete(TreePath path) throws IOException {
        try (SecureDirectoryStream<Path> folder = open(path.parent())) {
            folder.deleteFile(Path.of(requireName(path)));
        }
    }

    /** A handle of a folder of the tree. */
    SecureDirectoryStream<Path> open(TreePath path) throws IOException {
        SecureDirectoryStream<Path> at = secure(root);
        TreePath reached = TreePath.ROOT;
        for (String name : path.names()) {
            reached = reached.resolve(name);
            at = down(at, name, reached);
        }
        return at;
    }

    static Optional<PosixFileAttributes> attributes(SecureDirectoryStream<Path> folder, String name)
            throws IOException {
        try {
            return Optional.of(
                    folder.getFileAttributeView(Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** At most so many bytes, also of a file that grows meanwhile. */
    static byte[] read(SecureDirectoryStream<Path> folder, String name, int most) throws IOException {
        try (SeekableByteChannel channel = folder.newByteChannel(
                        Path.of(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                var in = Channels.newInputStream(channel)) {
            return in.readNBytes(most);
        }
    }

    /** A folder on the way that is not there. */
    static final class Missing extends IOException {
        private static final long serialVersionUID = 1;
    }

    @SuppressWarnings("unchecked")
    private static SecureDirectoryStream<Path> secure(Path folder) throws IOException {
        return (SecureDirectoryStream<Path>) Files.newDirectoryStream(folder);
    }

    /** Goes one folder down and lets go of the handle above it. */
    private static SecureDirectoryStream<Path> down(SecureDirectoryStream<Path> at, String name, TreePath reached)
            throws IOException {
        try (at) {
            PosixFileAttributes there = attributes(at, name).orElseThrow(Missing::new);
            if (there.isSymbolicLink()) {
                throw link(reached);
            }
            if (!there.isDirectory()) {
                throw Refusal.invalid("not_a_folder", reached + " is not a folder.");
            }
            return at.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new Missing();
        } catch (FileSystemException e) {
            throw link(reached); // swapped after the look above
        }
    }

    private void makeFolders(TreePath path) throws IOException {
        for (int depth = 1; depth <= path.names().size(); depth++) {
            TreePath each = new TreePath(path.names().subList(0, depth));
            try (SecureDirectoryStream<Path> folder = open(each.parent());
                    SecureDirectoryStream<Path> waiting = secure(staging)) {
                if (attributes(folder, each.name()).isEmpty()) {
                    // Java makes no folder relative to a handle, but moves one there.
                    Path made = Files.createDirectory(
                            staging.resolve(UUID.randomUUID().toString()),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
                    waiting.move(made.getFileName(), folder, Path.of(each.name()));
                }
            }
        }
    }

    private void put(
            SecureDirectoryStream<Path> waiting,
            SecureDirectoryStream<Path> folder,
            String name,
            byte[] content,
            Set<PosixFilePermission> mode)
            throws IOException {
        Path part = Path.of(UUID.randomUUID().toString());
        try (SeekableByteChannel channel = waiting.newByteChannel(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PLAIN))) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }
        waiting.getFileAttributeView(part, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setPermissions(mode);
        waiting.move(part, folder, Path.of(name));
    }

    private static String requireName(TreePath path) {
        if (path.isRoot()) {
            throw Refusal.invalid("invalid_path", "Name a file, not the workspace itself.");
        }
        return path.name();
    }

    private static void requireRegular(TreePath path, BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            throw link(path);
        }
        if (!attributes.isRegularFile()) {
            throw Refusal.invalid("not_a_file", path + " is not a file.");
        }
    }

    private static Refusal link(TreePath path) {
        return Refusal.forbidden("symbolic_link", path + " is a symbolic link, and links are not followed.");
    }
}
