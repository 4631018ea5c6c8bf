package nexhelm.daemon.exec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning and the end of what a process writes; what is between is counted and dropped. */
final class Output {

    private final int mostHead;
    private final byte[] tail;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private long afterHead;

    Output(int most) {
        mostHead = most / 4;
        tail = new byte[most - mostHead];
    }

    synchronized void add(byte[] bytes, int count) {
        int toHead = Math.min(count, mostHead - head.size());
        head.write(bytes, 0, toHead);
        for (int i = toHead; i < count; i++) {
            tail[(int) (afterHead++ % tail.length)] = bytes[i];
        }
    }

    synchronized boolean isCut() {
        return afterHead > tail.length;
    }

    synchronized String text() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toByteArray());
        if (isCut()) {
            all.writeBytes("\n[… %d bytes left out …]\n"
                    .formatted(afterHead - tail.length)
                    .getBytes(StandardCharsets.UTF_8));
            int start = (int) (afterHead % tail.length);
            all.write(tail, start, tail.length - start);
            all.write(tail, 0, start);
        } else {
            all.write(tail, 0, (int) afterHead);
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
