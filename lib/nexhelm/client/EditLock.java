package nexhelm.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import nexhelm.Failure;
import nexhelm.world.TextFile;
import nexhelm.world.World;

/** One nex at a time changes the files that OpenSSH reads: whoever reads, changes and writes back holds this. */
final class EditLock implements AutoCloseable {

    private static final long LONGEST_MILLIS = 15_000;

    private final FileChannel file;

    private EditLock(FileChannel file) {
        this.file = file;
    }

    /** Waits until nobody else holds it; the system takes it back from a process that ends. */
    static EditLock take(World world) throws IOException {
        TextFile.privateFolder(world.nexFolder());
        Path path = world.nexFolder().resolve("ssh.lock");
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            for (long waited = 0; ; waited += 20) {
                if (locked(file)) {
                    return new EditLock(file);
                }
                if (waited >= LONGEST_MILLIS) {
                    throw Failure.input("another nex has been changing ~/.ssh/config for " + LONGEST_MILLIS / 1000
                            + " s; try again when it is done");
                }
                Patience.pause(20);
            }
        } catch (IOException | Failure e) {
            file.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this very process
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
