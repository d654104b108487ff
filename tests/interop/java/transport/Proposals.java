// SPDX-License-Identifier: Apache-2.0
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyperledger.fabric.protos.common.*;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.*;

/** Transactions as a peer hands them on, each with the proposal of a client. */
final class Proposals {
  private static final AtomicInteger count = new AtomicInteger();

  static ChaincodeMessage transaction(List<String> args) {
    ByteString creator = SerializedIdentity.newBuilder().setMspid("OrgMSP")
        .setIdBytes(ByteString.copyFromUtf8("a certificate")).build().toByteString();
    ByteString nonce = ByteString.copyFromUtf8("nonce " + count.incrementAndGet());
    String txid = sha256(nonce.concat(creator));
    ChannelHeader channel = ChannelHeader.newBuilder()
        .setType(HeaderType.ENDORSER_TRANSACTION_VALUE).setChannelId("trade").setTxId(txid)
        .setTimestamp(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()))
        .setExtension(ChaincodeHeaderExtension.newBuilder()
            .setChaincodeId(ChaincodeID.newBuilder().setName("toy")).build().toByteString())
        .build();
    Header header = Header.newBuilder().setChannelHeader(channel.toByteString())
        .setSignatureHeader(SignatureHeader.newBuilder().setCreator(creator).setNonce(nonce).build()
            .toByteString())
        .build();
    Proposal proposal = Proposal.newBuilder().setHeader(header.toByteString())
        .setPayload(ChaincodeProposalPayload.getDefaultInstance().toByteString()).build();
    ChaincodeInput.Builder input = ChaincodeInput.newBuilder();
    args.forEach(arg -> input.addArgs(ByteString.copyFrom(arg, StandardCharsets.UTF_8)));
    return ChaincodeMessage.newBuilder().setType(ChaincodeMessage.Type.TRANSACTION)
        .setChannelId("trade").setTxid(txid).setPayload(input.build().toByteString())
        .setProposal(SignedProposal.newBuilder().setProposalBytes(proposal.toByteString()))
        .build();
  }

  private static String sha256(ByteString bytes) {
    try {
      return HexFormat.of().formatHex(
          MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
