// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "chaincode/base/spare_bytes.hpp"
#include "chaincode/shim/codec/answers.hpp"
#include "chaincode/shim/codec/encode.hpp"
#include "chaincode/shim/response.hpp"

/// What a peer has sent, as transactions keep it. How messages are built is known by codec/ alone.
///
/// Source: fabric-shim.md 1.2.
namespace tradelane::shim {

using codec::MessageType;

/// A message of the peer, and the views into it. Copies share it, and it never changes; what it
/// gives out lives as long as any of them. Copies may be used on different threads.
class PeerMessage {
 public:
  /// Absent when the bytes are no message.
  static std::optional<PeerMessage> decode(Bytes bytes);

  MessageType type() const { return content_->view.type; }
  std::string_view channel() const { return content_->view.channel; }
  std::string_view txid() const { return content_->view.txid; }
  std::string_view payload() const { return content_->view.payload; }
  /// Of a TRANSACTION; both empty when there is none.
  std::string_view proposal() const;
  std::string_view proposal_signature() const;
  /// The transaction it belongs to.
  codec::TransactionRef transaction() const { return {.channel = channel(), .txid = txid()}; }
  /// As it came.
  const Bytes& bytes() const { return content_->bytes; }

 private:
  struct Content {
    explicit Content(Bytes received) : bytes(std::move(received)) {}
    ~Content() { make_spare(std::move(bytes)); }
    Content(const Content&) = delete;
    Content& operator=(const Content&) = delete;

    Bytes bytes;
    codec::MessageView view = {};
  };
  explicit PeerMessage(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

  std::shared_ptr<const Content> content_;
};

/// What a peer of v3.1 says in READY; all off for a peer of v2.5, which says nothing.
struct PeerAbilities {
  std::uint32_t write_batch = 0;   // records in one batch, 0: not at all
  std::uint32_t get_multiple = 0;  // keys in one request, 0: not at all
  bool operator==(const PeerAbilities&) const = default;
};
PeerAbilities read_abilities(const PeerMessage& ready);

/// The payload of a TRANSACTION: views into the message.
struct Input {
  std::vector<std::string_view> args = {};
  std::map<std::string_view, std::string_view> decorations = {};
  bool is_init = false;
};
/// Absent when it cannot be read.
std::optional<Input> read_input(const PeerMessage& transaction);

/// The payload of an answer, one of codec/answers.hpp: views into `answer`. Throws `Fault` when it
/// cannot be read.
template <class Payload>
Payload read_answer(const PeerMessage& answer);
/// A called chaincode's COMPLETED or ERROR; the latter gives status 500 and its text. Throws
/// `Fault` when it cannot be read.
Response read_callee_response(const PeerMessage& answer);

}  // namespace tradelane::shim
