package nexhelm.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Files and folders that only the account of the daemon can read: 0600 and 0700 from the first moment. */
final class PrivateFiles {

    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFiles() {}

    /** Opens or makes a folder and closes it to others. */
    static Path folder(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            return path;
        }
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        return Files.createDirectory(path, FOLDER);
    }

    /** Writes a file that is never half there. */
    static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, FILE);
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** 256 random bits as text. */
    static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Removes a folder with all that is in it. Each name is removed relative to the handle of its folder, so that a link
     * that is put in the way meanwhile leads nowhere.
     */
    static void removeAll(Path folder) throws IOException {
        try (SecureDirectoryStream<Path> parent = secure(folder.getParent())) {
            remove(parent, folder);
        }
    }

    private static void remove(SecureDirectoryStream<Path> parent, Path path) throws IOException {
        Path name = path.getFileName();
        try {
            boolean isFolder = parent.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .isDirectory();
            if (!isFolder) {
                parent.deleteFile(name);
                return;
            }
            try (SecureDirectoryStream<Path> below = opened(parent, path)) {
                for (Path each : below) {
                    remove(below, path.resolve(each.getFileName()));
                }
            }
            parent.deleteDirectory(name);
        } catch (NoSuchFileException e) {
            // somebody else removed it
        }
    }

    /** A program may have closed a folder to its own account. */
    private static SecureDirectoryStream<Path> opened(SecureDirectoryStream<Path> parent, Path path)
            throws IOException {
        try {
            return parent.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            return parent.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS);
        }
    }

    @SuppressWarnings("unchecked")
    private static SecureDirectoryStream<Path> secure(Path folder) throws IOException {
        return (SecureDirectoryStream<Path>) Files.newDirectoryStream(folder);
    }
}
