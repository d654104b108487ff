// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "chaincode/base/bytes.hpp"
#include "chaincode/devpeer/simulator.hpp"
#include "proto/peer/shim.pb.h"

namespace tradelane::devpeer {

/// What a running transaction may ask the ledger: the peer's side of the chaincode protocol, one
/// request at a time, without transport. Used by one thread.
class TransactionContext {
 public:
  /// Runs another chaincode in the transaction: its COMPLETED or ERROR. A `LedgerError` is the
  /// peer's own failure.
  using Invoke = std::function<protos::ChaincodeMessage(const protos::ChaincodeSpec& target,
                                                        const Simulator& caller)>;

  /// `simulator` outlives it.
  TransactionContext(Simulator& simulator, Invoke invoke)
      : simulator_(simulator), invoke_(std::move(invoke)) {}

  /// RESPONSE, or ERROR in the peer's words. `request` is any of the ledger requests.
  protos::ChaincodeMessage answer(const protos::ChaincodeMessage& request);

 private:
  /// A query whose rows are fetched in pages of 100; a row is a serialised message.
  struct Query {
    std::function<std::optional<Bytes>()> next = {};
    std::optional<Bytes> look_ahead = {};
  };

  Bytes execute(const protos::ChaincodeMessage& request);
  Bytes get_state(const protos::ChaincodeMessage& request);
  Bytes get_states(const protos::ChaincodeMessage& request);
  Bytes get_metadata(const protos::ChaincodeMessage& request);
  Bytes range(const protos::ChaincodeMessage& request);
  Bytes history(const protos::ChaincodeMessage& request);
  Bytes next_page(const protos::ChaincodeMessage& request);
  void write_batch(const protos::ChaincodeMessage& request);
  Bytes first_page(Query query);
  Bytes page_of(const std::string& id, Query& query, bool& more);

  Simulator& simulator_;
  const Invoke invoke_;
  std::map<std::string, Query> queries_ = {};
  std::uint64_t next_query_ = 0;
};

/// True for the types that `TransactionContext::answer` knows.
bool is_ledger_request(protos::ChaincodeMessage::Type type);

}  // namespace tradelane::devpeer
