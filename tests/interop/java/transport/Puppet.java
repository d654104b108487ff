// SPDX-License-Identifier: Apache-2.0
import io.grpc.*;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * gRPC Java, led by a test: one request per line on standard input, one answer per line on standard
 * output. A request is a verb, the name of what it is about, and words; `name=value` words are
 * options.
 */
final class Puppet {
  private final Map<String, ManagedChannel> channels = new HashMap<>();
  private final Map<String, Server> servers = new HashMap<>();
  private final Map<String, Call> calls = new HashMap<>();
  private final Map<String, Peer> peers = new HashMap<>();
  private final BlockingQueue<Call> taken = new LinkedBlockingQueue<>();
  private final BlockingQueue<Peer> registrations = new LinkedBlockingQueue<>();

  public static void main(String[] args) throws Exception {
    // That a connection is lost is what tests are about.
    Logger.getLogger("io.grpc").setLevel(Level.OFF);
    Puppet puppet = new Puppet();
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String answer;
      try {
        answer = puppet.answer(line);
      } catch (Exception error) {
        answer = "problem: " + error;
      }
      System.out.println(answer);
    }
    System.exit(0);
  }

  private String answer(String line) throws Exception {
    List<String> words = new ArrayList<>();
    Map<String, String> how = new HashMap<>();
    for (String word : line.split(" ")) {
      int equals = word.indexOf('=');
      if (equals < 0) words.add(word);
      else how.put(word.substring(0, equals), word.substring(equals + 1));
    }
    String verb = words.get(0);
    String name = words.size() > 1 ? words.get(1) : "";
    List<String> rest = words.subList(Math.min(2, words.size()), words.size());
    switch (verb) {
      case "channel": case "server": case "state": case "pinged": case "shutdown": case "gone":
      case "forget":
        return end(verb, name, rest, how);
      case "peer": case "registered": case "invoke": case "begin": case "result": case "hold":
      case "release": case "asked": case "leave": case "over":
        return peer(verb, name, rest, how);
      default:
        return call(verb, name, rest, how);
    }
  }

  /** Channels and servers. */
  private String end(String verb, String name, List<String> rest, Map<String, String> how)
      throws Exception {
    switch (verb) {
      case "channel":  // PORT
        channels.put(name, Ends.channel(Integer.parseInt(rest.get(0)), how));
        return "ok";
      case "server":  // PORT, 0: any
        servers.put(name, Ends.server(Integer.parseInt(rest.get(0)), how, taken, registrations));
        return Integer.toString(servers.get(name).getPort());
      case "state":
        return channels.get(name).getState(false).toString();
      case "pinged":  // COUNT: waits a while until so many were sent on the only connection
        return Boolean.toString(
            pinged(servers.containsKey(name) ? servers.get(name) : channels.get(name),
                Integer.parseInt(rest.get(0))));
      case "shutdown":  // accepts nothing more; what is open goes on
        servers.get(name).shutdown();
        return "ok";
      case "gone":  // waits until what was open has ended
        return Boolean.toString(
            servers.get(name).awaitTermination(Call.PATIENCE_SECONDS, TimeUnit.SECONDS));
      default:
        channels.values().forEach(ManagedChannel::shutdownNow);
        servers.values().forEach(Server::shutdownNow);
        for (Server server : servers.values()) server.awaitTermination();
        for (Map<?, ?> all : List.of(channels, servers, calls, peers)) all.clear();
        taken.clear();
        registrations.clear();
        return "ok";
    }
  }

  /** Raw calls. */
  private String call(String verb, String name, List<String> rest, Map<String, String> how)
      throws Exception {
    switch (verb) {
      case "call":  // CHANNEL PATH
        calls.put(name, Call.dial(channels.get(rest.get(0)), rest.get(1), options(how), fields(how)));
        return "ok";
      case "take":  // the next one that comes in
        calls.put(name, next(taken));
        return "ok";
      case "say":  // SIZE...
        rest.forEach(size -> calls.get(name).say(Integer.parseInt(size)));
        return "ok";
      case "tell":  // TEXT
        calls.get(name).send(rest.get(0).getBytes(StandardCharsets.UTF_8));
        return "ok";
      case "hear":
        return calls.get(name).hear();
      case "finish":  // [CODE TEXT...]
        calls.get(name).finish(rest.isEmpty() ? Status.OK
            : Status.Code.valueOf(rest.get(0)).toStatus().withDescription(
                String.join(" ", rest.subList(1, rest.size())).replace("\\n", "\n")));
        return "ok";
      case "cancel":
        calls.get(name).cancel();
        return "ok";
      case "end":
        return calls.get(name).end();
      default:
        return "problem: no such request: " + verb;
    }
  }

  /** Fabric's own protocol. */
  private String peer(String verb, String name, List<String> rest, Map<String, String> how)
      throws Exception {
    switch (verb) {
      case "peer":  // CHANNEL; dials a chaincode server
        peers.put(name, Peer.dial(channels.get(rest.get(0)), how.containsKey("modern")));
        return peers.get(name).registered();
      case "registered":  // the next chaincode that dials us
        peers.put(name, next(registrations));
        return peers.get(name).registered();
      case "invoke":
        return peers.get(name).result(peers.get(name).begin(rest));
      case "begin":  // the answer is what to ask `result` for
        return peers.get(name).begin(rest);
      case "result":
        return peers.get(name).result(rest.get(0));
      case "hold":  // requests wait until `release`
        peers.get(name).hold();
        return "ok";
      case "release":
        return peers.get(name).release(Integer.parseInt(rest.get(0)));
      case "asked":
        return peers.get(name).asked();
      case "leave":  // says that nothing more will come, and waits for the end
        peers.get(name).leave();
        return peers.get(name).over();
      default:  // "over": the chaincode ends it
        return peers.get(name).over();
    }
  }

  /** Nothing tells when a ping is sent. */
  private static boolean pinged(Object end, int count) throws Exception {
    long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(Call.PATIENCE_SECONDS);
    while (Ends.pings(end) < count && System.nanoTime() < last) Thread.sleep(20);
    return Ends.pings(end) >= count;
  }

  private static <T> T next(BlockingQueue<T> queue) throws Exception {
    T out = queue.poll(Call.PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (out == null) throw new TimeoutException("nobody has come");
    return out;
  }

  private static CallOptions options(Map<String, String> how) {
    CallOptions out = CallOptions.DEFAULT;
    if (how.containsKey("deadline_ms"))
      out = out.withDeadlineAfter(Long.parseLong(how.get("deadline_ms")), TimeUnit.MILLISECONDS);
    return how.containsKey("compressor") ? out.withCompression(how.get("compressor")) : out;
  }

  private static Metadata fields(Map<String, String> how) {
    Metadata out = new Metadata();
    if (how.containsKey("field_bytes"))
      out.put(Metadata.Key.of("test-field", Metadata.ASCII_STRING_MARSHALLER),
          "x".repeat(Integer.parseInt(how.get("field_bytes"))));
    return out;
  }
}
