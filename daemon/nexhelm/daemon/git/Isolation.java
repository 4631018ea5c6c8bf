package nexhelm.daemon.git;

import java.io.File;
import java.io.OutputStream;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.ProcessResult;
import org.eclipse.jgit.util.SystemReader;

/**
 * What JGit sees of this machine: no configuration of the operator's or of the system's (it could name helpers,
 * rewritten addresses and cookies), no hook, no {@code git} program.
 */
final class Isolation {

    private Isolation() {}

    /** For this process, once, before any repository is opened. */
    static void install() {
        if (!(SystemReader.getInstance() instanceof Reader)) {
            SystemReader.setInstance(new Reader(SystemReader.getInstance()));
        }
    }

    /** The file system without hooks. */
    static FS files() {
        return new Files();
    }

    private static final class Reader extends SystemReader.Delegate {
        Reader(SystemReader real) {
            super(real);
        }

        @Override
        public String getenv(String name) {
            return name.startsWith("GIT_") ? null : super.getenv(name);
        }

        @Override
        public FileBasedConfig openUserConfig(Config parent, FS fs) {
            FileBasedConfig config = new Fixed(parent, fs);
            config.setBoolean("http", null, "followRedirects", false);
            config.setBoolean("fetch", null, "fsckObjects", true);
            config.setBoolean("core", null, "autocrlf", false);
            config.setBoolean("gc", null, "auto", false);
            return config;
        }

        @Override
        public FileBasedConfig openSystemConfig(Config parent, FS fs) {
            return new Fixed(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(Config parent, FS fs) {
            return new Fixed(parent, fs);
        }
    }

    /** Is what it was made, whatever files say. */
    private static final class Fixed extends FileBasedConfig {
        Fixed(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // no file stands behind it
        }

        @Override
        public void save() {
            // nothing that JGit learns of this machine is kept
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }

    private static final class Files extends FS_POSIX {
        Files() {}

        @Override
        public FS newInstance() {
            return new Files();
        }

        @Override
        protected File discoverGitExe() {
            return null;
        }

        @Override
        public File findHook(Repository repository, String name) {
            return null;
        }

        @Override
        public ProcessResult runHookIfPresent(
                Repository repository, String name, String[] args, OutputStream out, OutputStream err, String stdin) {
            return new ProcessResult(ProcessResult.Status.NOT_PRESENT);
        }
    }
}
