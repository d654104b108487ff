// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Properties;
import org.hyperledger.fabric.metrics.Metrics;
import org.hyperledger.fabric.shim.*;
import org.hyperledger.fabric.shim.ledger.KeyModification;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;
import org.hyperledger.fabric.traces.Traces;

/**
 * A chaincode on Fabric's own shim for Java, as a service with mutual TLS. Usage: java Toy PORT
 * FOLDER, which holds server.crt, server.key and client-ca.crt; the package id is in
 * CORE_CHAINCODE_ID_NAME.
 */
public final class Toy extends ChaincodeBase {
  public static void main(String[] args) throws Exception {
    ChaincodeServerProperties how = new ChaincodeServerProperties();
    how.setServerAddress(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
    how.setTlsEnabled(true);
    how.setKeyCertChainFile(new File(args[1], "server.crt").getPath());
    how.setKeyFile(new File(args[1], "server.key").getPath());
    how.setTrustCertCollectionFile(new File(args[1], "client-ca.crt").getPath());
    new NettyChaincodeServer(new Toy(), how).start();
  }

  /** What the shim's router for contracts does before it serves. */
  private Toy() {
    processEnvironmentOptions();
    Properties properties = getChaincodeConfig();
    Metrics.initialize(properties);
    Traces.initialize(properties);
  }

  @Override public Response init(ChaincodeStub stub) {
    return ResponseUtils.newSuccessResponse();
  }

  @Override public Response invoke(ChaincodeStub stub) {
    List<String> args = stub.getParameters();
    switch (stub.getFunction()) {
      case "get":
        return ResponseUtils.newSuccessResponse(stub.getState(args.get(0)));
      case "put":
        stub.putStringState(args.get(0), args.get(1));
        stub.setEvent("toy", args.get(0).getBytes(UTF_8));
        return ResponseUtils.newSuccessResponse(bytes("put"));
      case "erase":
        stub.delState(args.get(0));
        return ResponseUtils.newSuccessResponse();
      case "list":
        StringBuilder keys = new StringBuilder();
        QueryResultsIterator<KeyValue> rows = stub.getStateByRange(args.get(0), args.get(1));
        rows.forEach(row -> keys.append(row.getKey()).append(' '));
        return ResponseUtils.newSuccessResponse(bytes(keys.toString()));
      case "history":
        StringBuilder values = new StringBuilder();
        QueryResultsIterator<KeyModification> changes = stub.getHistoryForKey(args.get(0));
        changes.forEach(change -> values.append(
            change.isDeleted() ? "(erased)" : change.getStringValue()).append(' '));
        return ResponseUtils.newSuccessResponse(bytes(values.toString()));
      case "large":
        return ResponseUtils.newSuccessResponse(new byte[Integer.parseInt(args.get(0))]);
      case "refuse":
        // This shim knows 200, 400 and 500 and no status between.
        return new Response(400, "TOY_REFUSED: no", null);
      default:
        throw new ChaincodeException("TOY_UNKNOWN");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
