// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chaincode/crypto/identity_cache.hpp"
#include "chaincode/ledger/view.hpp"
#include "chaincode/shim/dialogue.hpp"
#include "chaincode/shim/key_rules.hpp"
#include "chaincode/shim/proposal.hpp"
#include "chaincode/shim/query.hpp"
#include "chaincode/shim/read_cache.hpp"
#include "chaincode/shim/write_buffer.hpp"

namespace tradelane::shim {

/// A chaincode on a channel.
struct ChaincodePlace {
  std::string chaincode = {};
  std::string channel = {};
  bool operator==(const ChaincodePlace&) const = default;
};

struct Event {
  std::string name = {};
  Bytes payload = {};
};

/// Everything that a stub is made of. What is referred to outlives it.
struct StubParts {
  const PeerMessage& message;
  Input input;
  PeerAbilities abilities;
  const Settings& settings;
  const crypto::IdentityCache& identities;
  /// Who waits for this call, as far as this process knows: they cannot be called again.
  std::vector<ChaincodePlace> callers = {};
};

/// One call of a chaincode, and the ledger as it sees it. All functions that ask the peer suspend
/// the fiber they are called in; used by one transaction on one thread.
///
/// Reading gives committed state only, as one snapshot: never what this transaction has written. A
/// key is fetched once; looking at it again costs nothing. Writes are kept in order and reach the
/// peer in as few messages as it allows, at the latest when the chaincode has returned a status
/// below 400; with any other status they are dropped. What a peer has against a write is therefore
/// known late, and answers the transaction with ERROR.
///
/// A key is not empty, is UTF-8, and begins with U+0000 only when `create_composite_key` has made
/// it. Values are never empty: Fabric takes an empty one for a delete. What is thrown: errors.hpp.
class Stub : public ledger::ReadView {
 public:
  Stub(StubParts parts, PeerPort& port);

  // The call -------------------------------------------------------------------------------------

  /// Views that live as long as the stub. By convention the first one names the function.
  const std::vector<std::string_view>& args() const { return parts_.input.args; }
  /// "" when there are no arguments.
  std::string_view function() const { return args().empty() ? std::string_view() : args().front(); }
  /// The arguments after the function.
  std::span<const std::string_view> parameters() const;
  /// All arguments, one after the other. Different calls may look the same: prefer `args`.
  Bytes args_joined() const;
  /// True for the call that initialises a chaincode which was defined with `--init-required`.
  bool is_init() const { return parts_.input.is_init; }
  std::string_view channel() const { return parts_.message.channel(); }
  std::string_view txid() const { return parts_.message.txid(); }
  /// What the peer itself has added; empty when another chaincode calls.
  const std::map<std::string_view, std::string_view>& decorations() const {
    return parts_.input.decorations;
  }
  /// The organisation of the peer, whose implicit collection is `_implicit_org_<MSP>`. `Misuse`
  /// when the server was not told (CORE_PEER_LOCALMSPID).
  const std::string& own_msp() const;

  /// The signed proposal with creator, transient data, time and binding; read when asked for, and
  /// views as well. A chaincode that is called by another one sees the proposal of the first.
  const Proposal& proposal() const { return proposal_; }
  const Creator& creator() const { return proposal_.creator(); }
  const std::map<std::string_view, std::string_view>& transient() const {
    return proposal_.transient();
  }
  ProposalTime time() const { return proposal_.time(); }
  Bytes binding() const { return proposal_.binding(); }
  /// The creator's certificate, parsed once per creator. AUTH_DENIED when it cannot be.
  Result<std::shared_ptr<const crypto::ClientIdentity>> identity() const;
  /// The chaincode that the client called, when it is not this one: it has chosen the arguments,
  /// and the creator may know nothing of them. Absent as far as can be told: a chaincode that
  /// passes on all arguments as they are is recognised only by `Settings::chaincode`.
  std::optional<ChaincodePlace> called_via() const;

  /// The event of the transaction; the last call counts, and events of called chaincodes are lost.
  /// It reaches listeners when the transaction is valid. The name is not empty.
  void set_event(std::string name, Bytes payload);

  // State ----------------------------------------------------------------------------------------

  /// Absent when there is no such key.
  std::optional<Bytes> get(std::string_view key) override;
  /// As many answers as keys, in their order; in few round trips where the peer allows it.
  std::vector<std::optional<Bytes>> get_all(const std::vector<std::string>& keys) override;
  /// `Misuse` when `value` is empty: to remove a key is `del`.
  void put(std::string_view key, Bytes value);
  /// Removes a key; one that does not exist is no error.
  void del(std::string_view key);

  // Queries --------------------------------------------------------------------------------------
  // A range is half open; an empty end is open. Ranges are protected against phantoms, rich queries
  // and history are not: decide on nothing that you have not read by `get` as well.

  /// Every key in [start, end), composite keys included; `visit` returns false to stop early.
  void range(std::string_view start, std::string_view end, const Visit& visit) override;
  /// Simple keys in [start, end).
  Rows query_range(std::string_view start, std::string_view end);
  /// Composite keys of `type` that begin with `parts`, the one with exactly these included.
  Rows query_composite(std::string_view type, const std::vector<std::string>& parts);
  /// A selector of CouchDB. Build it with a JSON writer, never from pieces of arguments.
  Rows query_rich(std::string_view selector);
  /// Newest first, values as they were written. The peer must keep a history.
  History history(std::string_view key);

  // One page at a time, for transactions that do not write: the peer refuses others.
  PagedRows page_range(std::string_view start, std::string_view end, const PageRequest& page);
  PagedRows page_composite(std::string_view type, const std::vector<std::string>& parts,
                           const PageRequest& page);
  /// All composite keys.
  PagedRows page_all_composite(const PageRequest& page);
  PagedRows page_rich(std::string_view selector, const PageRequest& page);

  // Private data ---------------------------------------------------------------------------------
  // What is private must not get into arguments, response, event or texts of errors.

  /// Absent when there is no such key. `PeerError` when this peer lacks a value that exists.
  std::optional<Bytes> get_private(std::string_view collection, std::string_view key) override;
  /// As `get_all`. A value that exists and that this peer lacks may look absent: the peer says so
  /// only when asked for a single key.
  std::vector<std::optional<Bytes>> get_all_private(std::string_view collection,
                                                    const std::vector<std::string>& keys);
  /// 32 bytes, for members and others alike; absent when there is no such key.
  std::optional<Bytes> private_hash(std::string_view collection, std::string_view key);
  void put_private(std::string_view collection, std::string_view key, Bytes value);
  void del_private(std::string_view collection, std::string_view key);
  /// Removes the key and, from every peer, all values that it ever had.
  void purge_private(std::string_view collection, std::string_view key);
  // For transactions that do not write, and not validated when they are committed.
  Rows query_private_range(std::string_view collection, std::string_view start,
                           std::string_view end);
  Rows query_private_composite(std::string_view collection, std::string_view type,
                               const std::vector<std::string>& parts);
  Rows query_private_rich(std::string_view collection, std::string_view selector);

  // Key-level endorsement ------------------------------------------------------------------------

  /// The policy of a key, a serialised SignaturePolicyEnvelope; absent when it has none of its own.
  /// An empty `collection` is public state. Reading it is a read of the key.
  std::optional<Bytes> validation_parameter(const StatePlace& place);
  /// Takes the place of the chaincode's or collection's policy for this key; an empty policy gives
  /// it back. A key that does not exist keeps none. A peer takes any bytes, and with bytes that no
  /// endorsers can meet nobody could change the key ever again: `Misuse` that begins with
  /// ARG_MALFORMED, unless they are an `ledger::EndorsementPolicy`.
  void set_validation_parameter(const StatePlace& place, Bytes policy);

  // Other chaincodes -----------------------------------------------------------------------------

  /// Calls a chaincode of this channel (`channel` empty) or of another one, where it can only
  /// read. Throws `CalleeFailed` unless it succeeds.
  Response invoke_chaincode(const ChaincodePlace& callee, std::span<const Bytes> args);
  /// The same, and a failure is returned: status 500 with a text when the chaincode gave no
  /// response at all. What a failed callee wrote on this channel stays: refuse, or answer for it.
  [[nodiscard]] Response try_invoke_chaincode(const ChaincodePlace& callee,
                                              std::span<const Bytes> args);

  // For whoever runs the chaincode ----------------------------------------------------------------

  /// Sends what has been written when the status is below 400, and gives back COMPLETED.
  Bytes complete(const Response& response);
  /// Of queries that were left before their last page. To be called before any answer, also ERROR,
  /// is sent, and not while an exception is being handled.
  void close_left_queries() { dialogue_.close_left_queries(); }
  const Tally& tally() { return dialogue_.tally(); }

 private:
  void check_key(std::string_view key);
  void check_place(const StatePlace& place);
  std::optional<Bytes> read_one(const StatePlace& place);
  std::optional<Bytes> ask_one(const StatePlace& place);
  std::vector<std::optional<Bytes>> read_all(std::string_view collection,
                                             const std::vector<std::string>& keys);
  std::vector<std::optional<Bytes>> ask_all(std::string_view collection,
                                            std::span<const std::string_view> keys);
  codec::GetStateMultipleResult read_chunk(const PeerMessage& answer, std::size_t keys);
  void write(PendingWrite write);
  Rows open_range(const codec::GetStateByRange& request);
  template <class Request>
  PagedRows open_page(Request request, const PageRequest& page);
  ChaincodePlace resolve(const ChaincodePlace& callee) const;
  void refuse_caller(const ChaincodePlace& callee) const;

  StubParts parts_;
  Proposal proposal_;
  Dialogue dialogue_;
  ReadCache cache_;
  WriteBuffer writes_;
  std::optional<Event> event_ = {};
};

}  // namespace tradelane::shim
