// SPDX-License-Identifier: Apache-2.0
import io.grpc.*;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.*;

/**
 * One raw call at either end. Its messages are bytes that tell their place in the call; one is taken
 * from the other end only when it is asked for.
 */
abstract class Call {
  static final int PATIENCE_SECONDS = 15;

  /** Messages as byte[], the other end's half close as HALF, and the end as Status, last. */
  final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
  static final String HALF = "half close";
  private final BlockingQueue<Integer> expected = new LinkedBlockingQueue<>();
  private int said = 0;
  private int heard = 0;

  abstract void send(byte[] message);
  abstract void request();
  /** A client has said its last message; a server ends the call with this status. */
  abstract void finish(Status status);
  abstract void cancel();

  void say(int size) {
    expected.add(size);
    send(message(said++, size));
  }

  /** Hears everything that was said come back; tells how many that were, or what came instead. */
  String hear() throws InterruptedException {
    int count = 0;
    for (; !expected.isEmpty(); ++count) {
      int size = expected.take();
      request();
      Object event = next();
      if (!(event instanceof byte[])) return "after " + count + " of them " + text(event);
      if (!Arrays.equals((byte[]) event, message(heard++, size)))
        return "message " + (heard - 1) + " is another one";
    }
    return count + " messages";
  }

  /** What comes next, when it is no message. */
  String end() throws InterruptedException {
    request();
    return text(next());
  }

  private Object next() throws InterruptedException {
    Object event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return event == null ? "nothing" : event;
  }

  private static String text(Object event) {
    if (event instanceof byte[]) return "a message of " + ((byte[]) event).length + " bytes";
    if (!(event instanceof Status)) return event.toString();
    return text((Status) event);
  }

  static String text(Status status) {
    String out = status.getCode().toString();
    String description = status.getDescription();
    if (description != null && !description.isEmpty()) out += ": " + description;
    if (status.getCause() != null) out += ", " + status.getCause().getMessage();
    // Several lines would be several answers.
    return out.replace("\n", "\\n");
  }

  static byte[] message(int place, int size) {
    byte[] out = new byte[size];
    for (int i = 0; i < size; ++i) out[i] = (byte) (place * 31 + i * 7 + (i >> 8));
    return out;
  }

  static MethodDescriptor<byte[], byte[]> method(String path) {
    MethodDescriptor.Marshaller<byte[]> bytes = new MethodDescriptor.Marshaller<>() {
      @Override public InputStream stream(byte[] value) {
        return new ByteArrayInputStream(value);
      }
      @Override public byte[] parse(InputStream stream) {
        try {
          return stream.readAllBytes();
        } catch (IOException error) {
          throw new UncheckedIOException(error);
        }
      }
    };
    return MethodDescriptor.newBuilder(bytes, bytes).setFullMethodName(path)
        .setType(MethodDescriptor.MethodType.BIDI_STREAMING).build();
  }

  /** A call of ours. */
  static Call dial(Channel channel, String path, CallOptions options, Metadata fields) {
    ClientCall<byte[], byte[]> call = channel.newCall(method(path), options);
    Call out = new Call() {
      @Override void send(byte[] message) { call.sendMessage(message); }
      @Override void request() { call.request(1); }
      @Override void finish(Status status) { call.halfClose(); }
      @Override void cancel() { call.cancel("not wanted any more", null); }
    };
    call.start(new ClientCall.Listener<>() {
      @Override public void onMessage(byte[] message) { out.events.add(message); }
      @Override public void onClose(Status status, Metadata trailers) { out.events.add(status); }
    }, fields);
    return out;
  }

  /** Serves calls of the other end: each is put into `taken`. */
  static ServerCallHandler<byte[], byte[]> handler(BlockingQueue<Call> taken) {
    return (call, headers) -> {
      call.sendHeaders(new Metadata());
      Call out = new Call() {
        @Override void send(byte[] message) { call.sendMessage(message); }
        @Override void request() { call.request(1); }
        @Override void finish(Status status) { call.close(status, new Metadata()); }
        @Override void cancel() { call.close(Status.CANCELLED, new Metadata()); }
      };
      taken.add(out);
      return new ServerCall.Listener<>() {
        @Override public void onMessage(byte[] message) { out.events.add(message); }
        @Override public void onHalfClose() { out.events.add(HALF); }
        @Override public void onCancel() { out.events.add(Status.CANCELLED); }
        @Override public void onComplete() { out.events.add(Status.OK); }
      };
    };
  }
}
