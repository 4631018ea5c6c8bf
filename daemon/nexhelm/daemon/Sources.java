package nexhelm.daemon;

//SOURCES ../../../lib/nexhelm/json/Json.java
//SOURCES ../../../engine/nexhelm/engine/http/Body.java
//SOURCES ../../../engine/nexhelm/engine/http/Origin.java
//SOURCES ../../../engine/nexhelm/engine/http/Refusal.java
//SOURCES ../../../engine/nexhelm/engine/http/Request.java
//SOURCES ../../../engine/nexhelm/engine/http/Turnstile.java
//SOURCES CodeApi.java
//SOURCES ControlApi.java
//SOURCES Daemon.java
//SOURCES DaemonMain.java
//SOURCES ExecApi.java
//SOURCES GitApi.java
//SOURCES PrivateFiles.java
//SOURCES Routes.java
//SOURCES Running.java
//SOURCES Scope.java
//SOURCES ServeCommand.java
//SOURCES Settings.java
//SOURCES TunnelApi.java
//SOURCES WebServer.java
//SOURCES Workspace.java
//SOURCES Workspaces.java
//SOURCES exec/Area.java
//SOURCES exec/Areas.java
//SOURCES exec/BuildFiles.java
//SOURCES exec/Check.java
//SOURCES exec/Family.java
//SOURCES exec/Limits.java
//SOURCES exec/Logs.java
//SOURCES exec/Output.java
//SOURCES exec/Places.java
//SOURCES exec/Run.java
//SOURCES exec/Sandbox.java
//SOURCES files/FileDiff.java
//SOURCES files/Hunks.java
//SOURCES files/Ignored.java
//SOURCES files/Listing.java
//SOURCES files/Repetitions.java
//SOURCES files/Search.java
//SOURCES files/Tree.java
//SOURCES files/TreePath.java
//SOURCES files/UnifiedDiff.java
//SOURCES files/Walk.java
//SOURCES git/GitFailed.java
//SOURCES git/GitFolder.java
//SOURCES git/Isolation.java
//SOURCES git/PullRequests.java
//SOURCES git/Remote.java
//SOURCES git/SmartHttpOnly.java
//SOURCES git/Snapshot.java
//SOURCES ssh/SshDoor.java
//SOURCES ssh/SshProgram.java

/** The only list of sources of the workspace daemon. */
final class Sources {
    private Sources() {}
}
