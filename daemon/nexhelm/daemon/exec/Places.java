package nexhelm.daemon.exec;

import java.nio.file.Path;

/**
 * The folders of a workspace that its processes use.
 *
 * @param git git's own folder, which a sandboxed process can read but not change
 */
public record Places(Path repo, Path home, Path temporary, Path git) {}
