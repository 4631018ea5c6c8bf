package nexhelm.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder that holds everything the engine keeps: 0700, its secret files 0600 from the first byte. */
record DataDirectory(Path path) {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Opens or makes the folder. */
    static DataDirectory open(Path path) throws IOException {
        Path folder = path.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            Files.createDirectory(folder, OWNER_ONLY_FOLDER);
        } else if (isShared(folder)) {
            throw new IOException("it holds other files and others can enter it, which the engine would end;"
                    + " name a new or an empty folder");
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return new DataDirectory(folder);
    }

    /** Whether a folder is somebody's for another purpose, such as /tmp. */
    private static boolean isShared(Path folder) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
        if (!mode.contains(PosixFilePermission.GROUP_EXECUTE) && !mode.contains(PosixFilePermission.OTHERS_EXECUTE)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return !Files.exists(folder.resolve("engine.db")) && files.findAny().isPresent();
        }
    }

    Path database() {
        return path.resolve("engine.db");
    }

    Path state() {
        return path.resolve("engine.json");
    }

    /** Makes the database file before SQLite would, which knows nothing of owners. */
    void prepareDatabase() throws IOException {
        if (!Files.exists(database())) {
            try {
                Files.createFile(database(), OWNER_ONLY);
            } catch (java.nio.file.FileAlreadyExistsException e) {
                // another process was faster; the file is there, which is all that is wanted
            }
        }
    }

    /** The lock of the one engine of this folder, or empty when another process has it. It ends with the process. */
    Optional<Lock> lock() throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve("engine.lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new Lock(channel));
            }
        } catch (OverlappingFileLockException e) {
            // this very process has it, as in tests
        }
        channel.close();
        return Optional.empty();
    }

    /** A lock that is held until it is closed. */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Random key material that is made once per folder. */
    String secret(String name) throws IOException {
        Path file = path.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            writePrivately(file, random() + "\n");
        }
        String text = Files.readString(file).strip();
        if (text.length() < 40) {
            throw new IOException(file + " is damaged; delete it to get a new one (old logins end then)");
        }
        return text;
    }

    /** 256 random bits as text. */
    static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Writes a file that nobody else can read at any moment and that is never half there. */
    static void writePrivately(Path file, String text) throws IOException {
        Path part = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, OWNER_ONLY);
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
            out.write(java.nio.ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            out.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
