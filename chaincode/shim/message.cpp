// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/message.hpp"

#include <algorithm>
#include <utility>

#include "chaincode/base/result.hpp"
#include "chaincode/shim/codec/decode.hpp"
#include "chaincode/shim/text.hpp"

namespace tradelane::shim {
namespace {

/// Fabric's own shims never go below this, whatever the peer announces.
constexpr std::uint32_t smallest_batch = 100;

template <class Payload>
Payload read(std::string_view bytes) {
  auto out = codec::decode<Payload>(bytes);
  if (!out) throw Fault("the peer's answer cannot be read");
  return *out;
}

}  // namespace

std::optional<PeerMessage> PeerMessage::decode(Bytes bytes) {
  auto content = std::make_shared<Content>(std::move(bytes));
  const auto view = codec::decode<codec::MessageView>(content->bytes);
  if (!view) return std::nullopt;
  content->view = *view;
  return PeerMessage(std::move(content));
}

std::string_view PeerMessage::proposal() const {
  const auto& signed_proposal = content_->view.proposal;
  return signed_proposal ? signed_proposal->proposal : std::string_view();
}

std::string_view PeerMessage::proposal_signature() const {
  const auto& signed_proposal = content_->view.proposal;
  return signed_proposal ? signed_proposal->signature : std::string_view();
}

PeerAbilities read_abilities(const PeerMessage& ready) {
  const auto announced = codec::decode<codec::ChaincodeAdditionalParams>(ready.payload());
  PeerAbilities out;
  if (announced && announced->use_write_batch)
    out.write_batch = std::max(smallest_batch, announced->max_size_write_batch);
  if (announced && announced->use_get_multiple_keys)
    out.get_multiple = std::max(smallest_batch, announced->max_size_get_multiple_keys);
  return out;
}

std::optional<Input> read_input(const PeerMessage& transaction) {
  const auto wire = codec::decode<codec::ChaincodeInput>(transaction.payload());
  if (!wire) return std::nullopt;
  Input out{.is_init = wire->is_init};
  out.args.reserve(wire->args.size());
  for (const std::string_view arg : wire->args) out.args.push_back(arg);
  for (const auto& [name, value] : wire->decorations) out.decorations.insert_or_assign(name, value);
  return out;
}

template <class Payload>
Payload read_answer(const PeerMessage& answer) {
  return read<Payload>(answer.payload());
}
template codec::GetStateMultipleResult read_answer(const PeerMessage&);
template codec::QueryResponse read_answer(const PeerMessage&);
template codec::StateMetadataResult read_answer(const PeerMessage&);

Response read_callee_response(const PeerMessage& answer) {
  const auto inner = read<codec::MessageView>(answer.payload());
  if (inner.type != MessageType::completed)
    return Response::refusal(500, utf8_or_marked(inner.payload));
  const auto response = read<codec::Response>(inner.payload);
  return {.status = response.status,
          .message = std::string(response.message),
          .payload = Bytes(response.payload)};
}

}  // namespace tradelane::shim
