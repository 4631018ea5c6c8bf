package nexhelm.world;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexhelm.Failure;

/**
 * A folder that a program, rather than the operator, names files in. Every name is opened step by step from the folder's
 * own handle and no link is followed on the way (openat(2) with O_NOFOLLOW), so that nothing outside of it can be
 * reached, whatever is exchanged on disk meanwhile. Failures name what was asked for, never where the folder is.
 */
public final class FilesRoot {

    private static final int LARGEST = 64 << 20;

    private final Path root;

    /** A folder that is there; what cannot be used is a usage failure. */
    public FilesRoot(Path folder) {
        try {
            root = folder.toRealPath();
        } catch (IOException e) {
            throw Failure.usage("the files root " + folder + " is no folder that can be read");
        }
        if (!Files.isDirectory(root)) {
            throw Failure.usage("the files root " + folder + " is no folder");
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            if (!(stream instanceof SecureDirectoryStream)) {
                throw Failure.usage(
                        "this system's Java cannot open files from a folder's handle, so there can be no files root");
            }
        } catch (IOException e) {
            throw Failure.usage("the files root " + folder + " cannot be read");
        }
    }

    /** The bytes of a file below the folder, at most 64 MiB. */
    public byte[] read(String name) {
        List<Path> steps = steps(name);
        try (Handle parent = open(steps, name, false)) {
            Path last = steps.get(steps.size() - 1);
            if (!parent.stream
                    .getFileAttributeView(last, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .isRegularFile()) {
                throw Failure.input(name + " is no file");
            }
            Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            try (SeekableByteChannel channel = parent.stream.newByteChannel(last, options);
                    InputStream in = Channels.newInputStream(channel)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw Failure.input(name + " is larger than 64 MiB");
                }
                return bytes;
            }
        } catch (NoSuchFileException e) {
            throw Failure.input("there is no file " + name + " below the files root");
        } catch (IOException e) {
            throw Failure.input(name + " cannot be read below the files root");
        }
    }

    /** The text of a file below the folder, strict UTF-8. */
    public String text(String name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(read(name)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Failure.input(name + " is not UTF-8 text");
        }
    }

    /**
     * Writes files below the folder; folders on the way are made.
     *
     * @param replace whether a file that is there is replaced; without it nothing is written when one is
     */
    public void write(Map<String, byte[]> files, boolean replace) {
        files.keySet().forEach(name -> check(name, replace));
        files.forEach((name, content) -> write(name, content, replace));
    }

    /** Refuses what {@link #write} would, before anything else is done. */
    public void check(String name, boolean replace) {
        for (Path step : steps(name)) {
            if (step.toString().startsWith(".")) { // programs take their orders from there: .git, .ssh, .envrc
                throw Failure.input("'" + name + "' is hidden or below a hidden folder; nothing was written");
            }
        }
        if (!replace && stands(name)) {
            throw Failure.input("there is a file " + name + " already; nothing was written")
                    .hint("force replaces it");
        }
    }

    private boolean stands(String name) {
        List<Path> steps = steps(name);
        try (Handle parent = open(steps, name, false)) {
            parent.stream
                    .getFileAttributeView(
                            steps.get(steps.size() - 1), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw Failure.input(name + " cannot be written below the files root");
        }
    }

    private void write(String name, byte[] content, boolean replace) {
        List<Path> steps = steps(name);
        try (Handle parent = open(steps, name, true)) {
            Path last = steps.get(steps.size() - 1);
            Path begun = replace ? Path.of("." + last + ".nex-tmp") : last;
            Set<OpenOption> options =
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);
            SeekableByteChannel channel = parent.stream.newByteChannel(begun, options);
            try {
                try (channel) {
                    var bytes = ByteBuffer.wrap(content);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                }
                if (replace) {
                    parent.stream.move(begun, parent.stream, last);
                }
            } catch (IOException e) {
                parent.stream.deleteFile(begun); // half a file is worse than none
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw Failure.input("there is a file " + name + " already; nothing was written");
        } catch (IOException e) {
            throw Failure.input(name + " cannot be written below the files root");
        }
    }

    /** The parts of a relative name; anything that could lead elsewhere is refused as it stands. */
    private static List<Path> steps(String name) {
        var steps = new ArrayList<Path>();
        if (name.isBlank() || name.startsWith("/") || name.startsWith("~") || name.indexOf('\0') >= 0) {
            throw Failure.input("'" + name.replace("\0", "") + "' is no relative name below the files root");
        }
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                throw Failure.input("'" + name + "' leads out of the files root");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                steps.add(Path.of(part));
            }
        }
        if (steps.isEmpty()) {
            throw Failure.input("'" + name + "' names no file");
        }
        return steps;
    }

    /** The folder that holds the last part, reached from the root's handle. */
    private Handle open(List<Path> steps, String name, boolean make) throws IOException {
        var handle = new Handle(secure(Files.newDirectoryStream(root)));
        Path so = root;
        try {
            for (Path step : steps.subList(0, steps.size() - 1)) {
                so = so.resolve(step);
                SecureDirectoryStream<Path> next;
                try {
                    next = handle.stream.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
                } catch (NoSuchFileException e) {
                    if (!make) {
                        throw e;
                    }
                    Files.createDirectory(so); // no folder can be made from a handle; what is there now is opened as
                    next = handle.stream.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS); // carefully as before
                }
                handle.close();
                handle = new Handle(next);
            }
            return handle;
        } catch (NoSuchFileException e) {
            handle.close();
            throw e;
        } catch (NotDirectoryException e) {
            handle.close();
            throw Failure.input(name + " leads through a link or a file");
        } catch (IOException | RuntimeException e) {
            handle.close();
            throw e instanceof IOException
                    ? Failure.input(name + " leads through a link or a file")
                    : (RuntimeException) e;
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) {
        return (SecureDirectoryStream<Path>) stream;
    }

    /** An open folder. */
    private record Handle(SecureDirectoryStream<Path> stream) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
