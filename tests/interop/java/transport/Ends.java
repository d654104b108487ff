// SPDX-License-Identifier: Apache-2.0
import io.grpc.*;
import io.grpc.netty.shaded.io.grpc.netty.*;
import io.grpc.netty.shaded.io.netty.handler.ssl.*;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Channels and servers on loopback, as a request describes them: `tls=TLSv1.3` with the folder that
 * holds `ca`, `certificate` and `key`, `provider=` whose TLS it is; plain text without. `ping=yes`:
 * asks a silent other end whether it is there, every ten seconds, which is the least.
 */
final class Ends {
  private static final String HOST = "127.0.0.1";
  private static final int LARGEST = 128 << 20;

  static ManagedChannel channel(int port, Map<String, String> how) throws Exception {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(HOST, port).maxInboundMessageSize(LARGEST);
    if (how.containsKey("ping")) builder.keepAliveTime(10, TimeUnit.SECONDS);
    if (!how.containsKey("tls")) return builder.usePlaintext().build();
    SslContextBuilder tls = GrpcSslContexts.forClient().trustManager(file(how, "ca"));
    if (file(how, "key").exists()) tls.keyManager(key(how), certificate(how));
    return builder.sslContext(context(tls, how)).build();
  }

  /** Calls of the peer's service go to `registrations`, all others to `taken`. */
  static Server server(int port, Map<String, String> how, BlockingQueue<Call> taken,
      BlockingQueue<Peer> registrations) throws Exception {
    NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(HOST, port))
        .maxInboundMessageSize(LARGEST)
        .addService(Peer.service(registrations))
        .fallbackHandlerRegistry(new HandlerRegistry() {
          @Override public ServerMethodDefinition<?, ?> lookupMethod(String path, String authority) {
            return path.startsWith("test.") ? ServerMethodDefinition.create(
                Call.method(path), Call.handler(taken)) : null;
          }
        });
    if (how.containsKey("ping")) builder.keepAliveTime(10, TimeUnit.SECONDS);
    if (how.containsKey("tls"))
      builder.sslContext(context(
          GrpcSslContexts.configure(SslContextBuilder.forServer(key(how), certificate(how)))
              .trustManager(file(how, "ca")).clientAuth(ClientAuth.REQUIRE), how));
    return builder.build().start();
  }

  /** That a channel or server has sent on its only connection. */
  static long pings(Object end) throws Exception {
    InternalChannelz channelz = InternalChannelz.instance();
    List<InternalWithLogId> connections = new ArrayList<>();
    if (end instanceof InternalWithLogId server)
      connections.addAll(channelz.getServerSockets(server.getLogId().getId(), 0, 1).sockets);
    else  // a channel hides its number, and is the only one here
      for (var channel : channelz.getRootChannels(0, 1).channels)
        for (InternalWithLogId part : channel.getStats().get().subchannels)
          connections.addAll(
              channelz.getSubchannel(part.getLogId().getId()).getStats().get().sockets);
    if (connections.isEmpty()) return 0;
    return channelz.getSocket(connections.get(0).getLogId().getId())
        .getStats().get().data.keepAlivesSent;
  }

  private static SslContext context(SslContextBuilder tls, Map<String, String> how)
      throws Exception {
    SslProvider provider = SslProvider.valueOf(how.getOrDefault("provider", "OPENSSL"));
    return GrpcSslContexts.configure(tls, provider).protocols(how.get("tls")).build();
  }

  private static X509Certificate certificate(Map<String, String> how) throws Exception {
    try (InputStream in = new FileInputStream(file(how, "certificate"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** Netty's own reader knows no Ed25519. */
  private static PrivateKey key(Map<String, String> how) throws Exception {
    String pem = Files.readString(file(how, "key").toPath());
    byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException another) {
        continue;
      }
    }
    throw new InvalidKeySpecException("no such kind of key");
  }

  private static File file(Map<String, String> how, String name) {
    return new File(how.get("folder"), name);
  }
}
