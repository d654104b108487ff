// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/response.hpp"

namespace protos {
class ChaincodeMessage;
class QueryResponse;
}  // namespace protos

/// Between the wire and our own types. With proposal.hpp the only place that knows how messages are
/// built, so that the encoding can be replaced here. Pure functions and values.
///
/// Source: fabric-shim.md 1.2.
namespace tradelane::shim {

/// Fabric's numbers. A value that is none of these has come from a peer all the same.
enum class MessageType : std::int32_t {
  undefined = 0,
  registration = 1,
  registered = 2,
  init = 3,
  ready = 4,
  transaction = 5,
  completed = 6,
  error = 7,
  get_state = 8,
  put_state = 9,
  del_state = 10,
  invoke_chaincode = 11,
  response = 13,
  get_state_by_range = 14,
  get_query_result = 15,
  query_state_next = 16,
  query_state_close = 17,
  keepalive = 18,
  get_history_for_key = 19,
  get_state_metadata = 20,
  put_state_metadata = 21,
  get_private_data_hash = 22,
  purge_private_data = 23,
  write_batch_state = 24,
  get_state_multiple = 25,
};

/// Fabric's name, "GET_STATE"; the number of a type that has none.
std::string name_of(MessageType type);

/// A transaction is known by both: a call from another channel carries the same txid.
struct TransactionId {
  std::string channel = {};
  std::string txid = {};
  auto operator<=>(const TransactionId&) const = default;
};

/// A message that the peer has sent. Moved, not copied; what it gives out lives as long as it does,
/// also while it is moved.
class PeerMessage {
 public:
  /// Absent when the bytes are no message.
  static std::optional<PeerMessage> decode(Bytes bytes);

  PeerMessage(PeerMessage&&) noexcept;
  PeerMessage& operator=(PeerMessage&&) noexcept;
  ~PeerMessage();

  MessageType type() const;
  std::string_view channel() const;
  std::string_view txid() const;
  std::string_view payload() const;
  /// Of a TRANSACTION; both empty when there is none.
  std::string_view proposal() const;
  std::string_view proposal_signature() const;
  TransactionId id() const { return {std::string(channel()), std::string(txid())}; }
  /// As it came.
  const Bytes& bytes() const { return bytes_; }

 private:
  PeerMessage();
  Bytes bytes_;
  std::unique_ptr<protos::ChaincodeMessage> message_;
};

/// What a peer of v3.1 says in READY; all off for a peer of v2.5, which says nothing.
struct PeerAbilities {
  std::uint32_t write_batch = 0;   // records in one batch, 0: not at all
  std::uint32_t get_multiple = 0;  // keys in one request, 0: not at all
  bool operator==(const PeerAbilities&) const = default;
};
PeerAbilities read_abilities(const PeerMessage& ready);

/// The payload of a TRANSACTION.
struct Input {
  std::vector<std::string_view> args = {};  // views into the message
  std::map<std::string, Bytes> decorations = {};
  bool is_init = false;
  std::shared_ptr<const void> owner = {};  // of what the views need besides the message
};
/// Absent when it cannot be read.
std::optional<Input> read_input(const PeerMessage& transaction);

/// The payload of an answer. Each throws `Fault` when it cannot be read.
std::vector<Bytes> read_multiple(const PeerMessage& answer);
std::vector<std::pair<std::string, Bytes>> read_metadata(const PeerMessage& answer);
/// A called chaincode's COMPLETED or ERROR; the latter gives status 500 and its text.
Response read_callee_response(const PeerMessage& answer);

/// One page of a query. Gone through once, row by row.
class QueryPage {
 public:
  QueryPage();
  /// Throws `Fault` when `answer` cannot be read.
  explicit QueryPage(const PeerMessage& answer);
  QueryPage(QueryPage&&) noexcept;
  QueryPage& operator=(QueryPage&&) noexcept;
  ~QueryPage();

  std::size_t size() const;
  /// The serialised row, a view into the page.
  std::string_view row(std::size_t index) const;
  bool has_more() const;
  const std::string& id() const;
  /// What it takes of memory, about.
  std::size_t bytes() const { return bytes_; }
  /// Of a page that was asked for as such.
  std::int32_t fetched() const { return fetched_; }
  const std::string& bookmark() const { return bookmark_; }

 private:
  std::unique_ptr<protos::QueryResponse> page_;
  std::size_t bytes_ = 0;
  std::int32_t fetched_ = 0;
  std::string bookmark_;
};

struct KeyValue {
  std::string key = {};
  Bytes value = {};
};
/// Reads into `into`, whose memory is used again. Throws `Fault`.
void read_row(std::string_view row, KeyValue& into);

struct KeyModification {
  std::string txid = {};
  Bytes value = {};
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  bool is_delete = false;
};
void read_row(std::string_view row, KeyModification& into);

/// Where a value lives; the empty collection is public state.
struct StatePlace {
  std::string_view collection = {};
  std::string_view key = {};
};

/// A write that waits to be sent.
struct PendingWrite {
  MessageType type =
      MessageType::put_state;  // or del_state, purge_private_data, put_state_metadata
  std::string collection = {};
  std::string key = {};
  Bytes value = {};
  std::string metakey = {};  // of put_state_metadata
  /// On the wire, at most.
  std::size_t bytes() const {
    return collection.size() + key.size() + value.size() + metakey.size() + 64;
  }
};

struct PageRequest {
  std::int32_t size = 0;
  std::string_view bookmark = {};
};

struct RangeRequest {
  std::string_view collection = {};
  std::string_view start = {};
  std::string_view end = {};
  std::optional<PageRequest> page = {};
};

struct RichRequest {
  std::string_view collection = {};
  std::string_view query = {};
  std::optional<PageRequest> page = {};
};

struct Event {
  std::string name = {};
  Bytes payload = {};
};

// Whole messages of a chaincode. Texts must be UTF-8.
Bytes register_message(const std::string& package_id);
/// GET_STATE, GET_PRIVATE_DATA_HASH or GET_STATE_METADATA.
Bytes get_message(MessageType type, const TransactionId& id, const StatePlace& place);
Bytes get_multiple_message(const TransactionId& id, std::string_view collection,
                           std::span<const std::string> keys);
Bytes write_message(const TransactionId& id, const PendingWrite& write);
Bytes write_batch_message(const TransactionId& id, std::span<const PendingWrite> writes);
Bytes range_message(const TransactionId& id, const RangeRequest& request);
Bytes rich_query_message(const TransactionId& id, const RichRequest& request);
Bytes history_message(const TransactionId& id, std::string_view key);
/// QUERY_STATE_NEXT or QUERY_STATE_CLOSE.
Bytes cursor_message(MessageType type, const TransactionId& id, const std::string& query);
Bytes invoke_message(const TransactionId& id, const std::string& target,
                     std::span<const Bytes> args);
Bytes completed_message(const TransactionId& id, const Response& response,
                        const std::optional<Event>& event);
/// `text` may hold anything.
Bytes error_message(const TransactionId& id, std::string_view text);

}  // namespace tradelane::shim
