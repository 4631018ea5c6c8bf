package nexhelm.daemon;

/** What runs when the daemon is started as it ships. */
public final class DaemonProcess {
    private DaemonProcess() {}

    public static void main(String[] args) {
        System.exit(DaemonMain.run(args));
    }
}
