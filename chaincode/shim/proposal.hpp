// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/time.hpp"
#include "chaincode/shim/message.hpp"

namespace tradelane::shim {

/// Who proposed the transaction, also for a chaincode that another one calls.
struct Creator {
  std::string_view msp = {};
  /// A certificate in PEM, or what an idemix identity consists of.
  std::string_view certificate = {};
  /// The serialised identity that holds both, as the client signed it.
  std::string_view bytes = {};
};

/// The client's claim, the same on every endorser.
struct ProposalTime {
  Timestamp at = {};  // whole seconds
  std::int32_t nanos = 0;
};

/// What the client proposed and signed. Each part is read when it is first asked for, and throws
/// `Fault` when it cannot be read or, for all that depends on the creator, when the txid is not the
/// SHA-256 of nonce and creator. All it gives out are views into the message. Used by one
/// transaction on one thread.
class Proposal {
 public:
  /// `message` outlives the proposal.
  explicit Proposal(const PeerMessage& message) : message_(message) {}

  /// False when the peer itself is the caller: then nothing below can be asked.
  bool exists() const { return !message_.proposal().empty(); }
  std::string_view bytes() const { return message_.proposal(); }
  std::string_view signature() const { return message_.proposal_signature(); }

  /// Where the client sent it. Another channel or chaincode than ours when we are called by one.
  std::string_view channel() const { return channel_part().channel; }
  std::string_view chaincode() const { return channel_part().chaincode; }
  ProposalTime time() const { return channel_part().time; }

  const Creator& creator() const { return signature_part().creator; }
  std::string_view nonce() const { return signature_part().nonce; }
  /// SHA-256 of nonce, creator and epoch, the latter as 8 bytes in little-endian order.
  Bytes binding() const;

  /// What the client sent besides the arguments and what is not recorded on the ledger.
  const std::map<std::string_view, std::string_view>& transient() const {
    return payload_part().transient;
  }
  /// The arguments that the client signed; absent when the proposal names none.
  const std::optional<std::vector<std::string_view>>& args() const { return payload_part().args; }

 private:
  struct Parts {
    std::string_view channel_header, signature_header, payload;
  };
  struct ChannelPart {
    std::string_view channel, chaincode;
    ProposalTime time;
    std::uint64_t epoch = 0;
  };
  struct SignaturePart {
    Creator creator;
    std::string_view nonce;
  };
  struct PayloadPart {
    std::map<std::string_view, std::string_view> transient;
    std::optional<std::vector<std::string_view>> args;
  };

  const Parts& parts() const;
  const ChannelPart& channel_part() const;
  const SignaturePart& signature_part() const;
  const PayloadPart& payload_part() const;

  const PeerMessage& message_;
  mutable std::optional<Parts> parts_ = {};
  mutable std::optional<ChannelPart> channel_part_ = {};
  mutable std::optional<SignaturePart> signature_part_ = {};
  mutable std::optional<PayloadPart> payload_part_ = {};
};

}  // namespace tradelane::shim
