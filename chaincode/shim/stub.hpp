// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "chaincode/ledger/changes.hpp"
#include "chaincode/ledger/view.hpp"
#include "chaincode/shim/message.hpp"
#include "chaincode/shim/session.hpp"

namespace tradelane::shim {

/// The peer refused a request; the text is the peer's own.
struct PeerError : Fault {
  using Fault::Fault;
};
/// The stream or the transaction is over: unwind, and do not answer.
struct Abandoned : Fault {
  using Fault::Fault;
};

/// The ledger as one transaction sees it, over messages to its peer. Each call suspends the fiber
/// it is made in until the peer has answered. Used by one transaction on one thread.
///
/// After a peer's error every further call fails with the same text: a contract cannot swallow it.
class Stub : public ledger::ReadView {
 public:
  /// Sends a request of this transaction and gives back the payload of the RESPONSE. Throws
  /// `PeerError` or `Abandoned`.
  using Ask = std::function<Bytes(const Message&)>;

  /// `message_bytes`: a larger request fails this transaction and reaches no peer.
  Stub(TransactionId id, const PeerAbilities& abilities, std::size_t message_bytes, Ask ask)
      : id_(std::move(id)),
        abilities_(abilities),
        message_bytes_(message_bytes),
        ask_(std::move(ask)) {}

  std::optional<Bytes> get(std::string_view key) override;
  std::vector<std::optional<Bytes>> get_all(const std::vector<std::string>& keys) override;
  void range(std::string_view start, std::string_view end, const Visit& visit) override;
  std::optional<Bytes> get_private(std::string_view collection, std::string_view key) override;

  /// Writes everything, in the order of the places; after this nothing more is asked.
  void write(const ledger::Changes& changes);

 private:
  Bytes call(Message::Type type, const google::protobuf::Message& payload);
  std::vector<std::optional<Bytes>> get_multiple(const std::vector<std::string>& keys);
  void write_one(const ledger::Changes::Place& place, const ledger::Changes::Write& write);

  TransactionId id_;
  PeerAbilities abilities_;
  std::size_t message_bytes_;
  Ask ask_;
  std::string poison_;
};

}  // namespace tradelane::shim
