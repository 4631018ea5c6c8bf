package nexhelm.world;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import nexhelm.Failure;

/** Text files, read strictly and replaced as a whole. */
public final class TextFile {

    private static final int LARGEST = 64 << 20;

    private TextFile() {}

    /** Reads a file, or standard input for {@code -}; strict UTF-8, at most 64 MiB. Failures are invalid input. */
    public static String read(World world, String name) {
        Path path = name.equals("-") ? Path.of("-") : world.path(name);
        if (!name.equals("-") && Files.isDirectory(path)) {
            throw Failure.input(name + " is a folder, not a file");
        }
        // Standard input is buffered because JDK 17's own stream asks a pipe for its position, which no pipe has.
        try (InputStream in =
                name.equals("-") ? new BufferedInputStream(world.terminal().in()) : Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw Failure.input(name + " is larger than 64 MiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Failure.input(name + " is not UTF-8 text");
        } catch (NoSuchFileException e) {
            throw Failure.input("there is no file " + name);
        } catch (IOException e) {
            throw Failure.input(name + " cannot be read: " + reason(e));
        }
    }

    /**
     * Replaces a file: a temporary file beside it, then a rename, so that nobody ever sees half of it.
     *
     * @param secret mode 0600 from the first byte, in a folder of mode 0700 where it has to be made
     */
    public static void replace(Path path, String text, boolean secret) throws IOException {
        replace(path, text.getBytes(StandardCharsets.UTF_8), secret);
    }

    /** Writes a file that is new, or says the same already; one with another content is replaced only by force. */
    public static void keep(Path path, String said, String text, boolean force) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean other = Files.isRegularFile(path)
                && !(Files.size(path) == bytes.length && Arrays.equals(Files.readAllBytes(path), bytes));
        if (other && !force) {
            throw Failure.input(said + " is there already; nothing was written")
                    .hint("--force replaces it, -o FILE names another file");
        }
        replace(path, bytes, false);
    }

    /** The same for bytes of any kind. */
    public static void replace(Path path, byte[] bytes, boolean secret) throws IOException {
        Path target = target(path.toAbsolutePath(), 40);
        if (Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target)) {
            Files.write(target, bytes); // a device or a pipe is written to, never replaced
            return;
        }
        Path folder = target.getParent();
        if (secret) {
            privateFolder(folder);
        }
        Path temporary = secret
                ? Files.createTempFile(folder, "." + target.getFileName(), ".tmp", mode("rw-------"))
                : Files.createFile(folder.resolve("." + target.getFileName() + "."
                        + ProcessHandle.current().pid() + ".tmp"));
        try {
            Files.write(temporary, bytes, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
            if (!secret && posix() && Files.exists(target)) {
                Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(target));
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** What a link leads to, also where nothing is there yet. */
    private static Path target(Path path, int links) throws IOException {
        return links > 0 && Files.isSymbolicLink(path)
                ? target(path.resolveSibling(Files.readSymbolicLink(path)).normalize(), links - 1)
                : path;
    }

    /** Makes a folder that only its owner can enter. */
    public static void privateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            if (folder.getParent() != null && !Files.isDirectory(folder.getParent())) {
                privateFolder(folder.getParent());
            }
            Files.createDirectory(folder, mode("rwx------"));
        } else if (posix()
                && folder.getFileName() != null
                && folder.getFileName().toString().equals(".nex")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Why a file operation failed, in words and without a path. */
    public static String reason(IOException e) {
        if (e instanceof FileSystemException fs && fs.getReason() != null) {
            return fs.getReason();
        }
        return e.getClass()
                .getSimpleName()
                .replace("Exception", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static FileAttribute<?>[] mode(String mode) {
        return posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
