// SPDX-License-Identifier: Apache-2.0
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.*;
import java.util.concurrent.*;
import org.hyperledger.fabric.protos.ledger.queryresult.KV;
import org.hyperledger.fabric.protos.peer.*;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage.Type;

/**
 * A peer with one chaincode at the other end of one stream. There is no commit: what is written is
 * there at once.
 */
final class Peer implements StreamObserver<ChaincodeMessage> {
  private final boolean dialled;
  private final boolean modern;
  private final CompletableFuture<String> registered = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final Map<String, CompletableFuture<String>> results = new ConcurrentHashMap<>();
  private StreamObserver<ChaincodeMessage> out;

  // Guarded by this.
  private final NavigableMap<String, ByteString> state = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();
  private List<ChaincodeMessage> held = null;

  private Peer(boolean dialled, boolean modern) {
    this.dialled = dialled;
    this.modern = modern;
  }

  static Peer dial(Channel channel, boolean modern) {
    Peer peer = new Peer(true, modern);
    peer.out = ChaincodeGrpc.newStub(channel).withMaxInboundMessageSize(128 << 20).connect(peer);
    return peer;
  }

  static ChaincodeSupportGrpc.ChaincodeSupportImplBase service(BlockingQueue<Peer> registrations) {
    return new ChaincodeSupportGrpc.ChaincodeSupportImplBase() {
      @Override public StreamObserver<ChaincodeMessage> register(
          StreamObserver<ChaincodeMessage> out) {
        Peer peer = new Peer(false, true);
        peer.out = out;
        ((ServerCallStreamObserver<ChaincodeMessage>) out).setOnCloseHandler(
            () -> peer.over(Status.OK));
        registrations.add(peer);
        return peer;
      }
    };
  }

  // What the puppet asks for.

  String registered() throws Exception {
    return await(registered);
  }

  String begin(List<String> args) {
    ChaincodeMessage proposal = Proposals.transaction(args);
    results.put(proposal.getTxid(), new CompletableFuture<>());
    send(proposal);
    return proposal.getTxid();
  }

  String result(String txid) throws Exception {
    return await(results.get(txid));
  }

  synchronized void hold() {
    held = new ArrayList<>();
  }

  /** Waits until so many requests are held, then answers them and holds no more. */
  synchronized String release(int count) throws Exception {
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Call.PATIENCE_SECONDS);
        held.size() < count && System.nanoTime() < end;) wait(100);
    List<ChaincodeMessage> waiting = held;
    held = null;
    for (ChaincodeMessage request : waiting) answer(request);
    return waiting.size() + " requests";
  }

  synchronized String asked() {
    String out = String.join(", ", asked);
    asked.clear();
    return out;
  }

  void leave() {
    send(null);
  }

  String over() throws Exception {
    return await(ended);
  }

  private static String await(Future<String> future) throws Exception {
    return future.get(Call.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  // What the stream tells.

  @Override public void onNext(ChaincodeMessage message) {
    try {
      receive(message);
    } catch (InvalidProtocolBufferException error) {
      out.onError(Status.INVALID_ARGUMENT.withDescription(error.getMessage()).asException());
    }
  }

  @Override public void onError(Throwable error) {
    over(Status.fromThrowable(error));
  }

  @Override public void onCompleted() {
    // A peer that serves ends the call when the chaincode has no more to say.
    if (!dialled) send(null);
    over(Status.OK);
  }

  private void over(Status status) {
    String how = Call.text(status);
    registered.complete(how);
    results.values().forEach(result -> result.complete("stream ended, " + how));
    ended.complete(how);
  }

  private synchronized void receive(ChaincodeMessage message)
      throws InvalidProtocolBufferException {
    switch (message.getType()) {
      case REGISTER:
        send(ChaincodeMessage.newBuilder().setType(Type.REGISTERED).build());
        send(ChaincodeMessage.newBuilder().setType(Type.READY).setPayload(ready()).build());
        registered.complete(ChaincodeID.parseFrom(message.getPayload()).getName());
        return;
      case COMPLETED:
        Response response = Response.parseFrom(message.getPayload());
        String payload = response.getPayload().size() > 100
            ? response.getPayload().size() + " bytes" : response.getPayload().toStringUtf8();
        String text = response.getMessage().isEmpty() ? "" : response.getMessage() + " ";
        String event = message.hasChaincodeEvent()
            ? " event " + message.getChaincodeEvent().getEventName() : "";
        results.get(message.getTxid()).complete(
            response.getStatus() + " " + text + payload + event);
        return;
      case ERROR:
        results.get(message.getTxid()).complete("ERROR " + message.getPayload().toStringUtf8());
        return;
      default:
        if (held == null) answer(message);
        else held.add(message);
        notifyAll();
    }
  }

  private ByteString ready() {
    return modern ? ChaincodeAdditionalParams.newBuilder()
        .setUseWriteBatch(true).setMaxSizeWriteBatch(1000)
        .setUseGetMultipleKeys(true).setMaxSizeGetMultipleKeys(1000)
        .build().toByteString() : ByteString.EMPTY;
  }

  private void answer(ChaincodeMessage request) throws InvalidProtocolBufferException {
    asked.add(request.getType().toString());
    reply(request, result(request.getType(), request.getPayload()));
  }

  private ByteString result(Type type, ByteString asks) throws InvalidProtocolBufferException {
    switch (type) {
      case GET_STATE:
        return value(GetState.parseFrom(asks).getKey());
      case GET_STATE_MULTIPLE:
        GetStateMultipleResult.Builder values = GetStateMultipleResult.newBuilder();
        for (String key : GetStateMultiple.parseFrom(asks).getKeysList()) values.addValues(value(key));
        return values.build().toByteString();
      case PUT_STATE:
        PutState put = PutState.parseFrom(asks);
        state.put(put.getKey(), put.getValue());
        return ByteString.EMPTY;
      case WRITE_BATCH_STATE:
        for (WriteRecord record : WriteBatchState.parseFrom(asks).getRecList())
          state.put(record.getKey(), record.getValue());
        return ByteString.EMPTY;
      case GET_STATE_BY_RANGE:
        GetStateByRange range = GetStateByRange.parseFrom(asks);
        QueryResponse.Builder rows = QueryResponse.newBuilder().setId("query");
        state.subMap(range.getStartKey(), range.getEndKey()).forEach((key, value) ->
            rows.addResults(QueryResultBytes.newBuilder().setResultBytes(
                KV.newBuilder().setKey(key).setValue(value).build().toByteString())));
        return rows.build().toByteString();
      default:
        throw new InvalidProtocolBufferException("not asked for by any test: " + type);
    }
  }

  private ByteString value(String key) {
    return state.getOrDefault(key, ByteString.EMPTY);
  }

  private void reply(ChaincodeMessage request, ByteString payload) {
    send(ChaincodeMessage.newBuilder().setType(Type.RESPONSE).setTxid(request.getTxid())
        .setChannelId(request.getChannelId()).setPayload(payload).build());
  }

  /** Null: nothing more will come. An observer is for one thread at a time. */
  private synchronized void send(ChaincodeMessage message) {
    if (message == null) out.onCompleted();
    else out.onNext(message);
  }
}
