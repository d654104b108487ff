// SPDX-License-Identifier: Apache-2.0
// A peer that calls a chaincode with any proposal and answers its requests with whatever it likes:
// the chaincode is stopped by a fault or gets what the functions of its stub promise, and what it
// then says depends on nothing but what it was told.
#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/shim/codec/peer.hpp"
#include "chaincode/shim/stub.hpp"
#include "tests/fuzz/answers.hpp"
#include "tests/fuzz/script.hpp"

namespace tradelane::fuzz {
namespace {

namespace codec = shim::codec;
using codec::MessageType;

constexpr std::string_view channel = "channel";

/// Answers one transaction and keeps all that it said.
class Peer : public shim::PeerPort {
 public:
  Peer(std::string_view txid, Source answers) : txid_(txid), answers_(answers) {}

  shim::PeerMessage ask(Bytes message, const std::string& callee) override {
    const auto request = codec::decode<codec::MessageView>(message);
    require(request.has_value(), "a request can be read");
    require(request->channel == channel && request->txid == txid_, "and has its transaction");
    const bool is_call = request->type == MessageType::invoke_chaincode;
    require(is_call != callee.empty(), "the chaincode that is called is named");
    require(!is_over_, "after an error nothing is asked");
    said += message;
    return answer(request->type);
  }

  Bytes said = {};

 private:
  shim::PeerMessage answer(MessageType request) {
    const bool is_error = answers_.below(8) == 1;
    const Bytes payload = answer_payload(request, answers_);
    const std::string_view cause = shim::cause_of(payload);
    if (is_error)
      is_over_ = request != MessageType::invoke_chaincode || cause == "no ledger context" ||
                 cause == "could not get valid transaction";
    const Bytes message =
        codec::encode_message({.type = is_error ? MessageType::error : MessageType::response,
                               .payload = payload,
                               .txid = txid_,
                               .channel = channel});
    return shim::PeerMessage::decode(message).value();
  }

  std::string_view txid_;
  Source answers_;
  bool is_over_ = false;
};

/// A call whose txid belongs to its creator, so that all of the proposal is looked at.
struct Call {
  Bytes txid;
  shim::PeerMessage message;
};

Call call(Source& source) {
  const std::string_view creator = source.piece();
  const std::string_view nonce = "nonce";
  const Bytes txid = crypto::sha256_hex(Bytes(nonce).append(creator)).text();
  const Bytes extension = codec::encode(
      codec::ChaincodeHeaderExtension{.chaincode = codec::ChaincodeID{.name = "chaincode"}});
  const Bytes channel_header = codec::encode(
      codec::ChannelHeader{.type = 3, .channel = channel, .txid = txid, .extension = extension});
  const Bytes signature_header =
      codec::encode(codec::SignatureHeader{.creator = creator, .nonce = nonce});
  const Bytes header = codec::encode(
      codec::Header{.channel_header = channel_header, .signature_header = signature_header});
  const Bytes proposal =
      codec::encode(codec::Proposal{.header = header, .payload = source.piece()});
  const codec::MessageView head{.type = MessageType::transaction,
                                .txid = txid,
                                .proposal = codec::SignedProposal{.proposal = proposal},
                                .channel = channel};
  const Bytes bytes = codec::encode_message(head, codec::ChaincodeInput{});
  return {.txid = txid, .message = shim::PeerMessage::decode(bytes).value()};
}

/// Everything that a transaction says, and how it ends.
Bytes run(const Call& call, std::string_view script, Source answers,
          shim::PeerAbilities abilities) {
  static const shim::Settings settings{.message_bytes = 4'000,
                                       .limits = {.writes = 20,
                                                  .reads = 50,
                                                  .memory_bytes = 10'000,
                                                  .cache_bytes = 1'000,
                                                  .query_rows = 3}};
  static const crypto::IdentityCache identities;
  Peer peer(call.txid, answers);
  try {
    shim::Stub stub({.message = call.message,
                     .input = shim::read_input(call.message).value(),
                     .abilities = abilities,
                     .settings = settings,
                     .identities = identities},
                    peer);
    const Bytes done = stub.complete(run_script(stub, script));
    const auto read = codec::decode<codec::MessageView>(done);
    require(read && read->type == MessageType::completed, "a transaction ends with COMPLETED");
    require(codec::decode<codec::Response>(read->payload).has_value(), "and a response");
    peer.said += done;
  } catch (const std::exception& error) {
    peer.said += error.what();
  } catch (int) {
    peer.said += "an int";
  }
  return peer.said;
}

}  // namespace

void stub_answers(std::string_view bytes) {
  Source source(bytes);
  const bool is_modern = source.below(2) == 0;
  const shim::PeerAbilities abilities =
      is_modern ? shim::PeerAbilities{.write_batch = 3, .get_multiple = 2} : shim::PeerAbilities{};
  const Call called = call(source);
  const std::string_view script = source.piece();
  require(run(called, script, source, abilities) == run(called, script, source, abilities),
          "the same answers lead to the same end");
}

}  // namespace tradelane::fuzz
