// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/shim/stub.hpp"
#include "chaincode/shim/text.hpp"

namespace tradelane::shim {

std::span<const std::string_view> Stub::parameters() const {
  return std::span(args()).subspan(args().empty() ? 0 : 1);
}

Bytes Stub::args_joined() const {
  Bytes out;
  for (const std::string_view arg : args()) out.append(arg);
  return out;
}

const std::string& Stub::own_msp() const {
  if (parts_.settings.msp.empty())
    throw Misuse("the server was not told its peer's organisation (CORE_PEER_LOCALMSPID)");
  return parts_.settings.msp;
}

Result<std::shared_ptr<const crypto::ClientIdentity>> Stub::identity() const {
  return parts_.identities.find_or_parse(creator().msp, creator().certificate);
}

std::optional<ChaincodePlace> Stub::called_via() const {
  const std::string& own_name = parts_.settings.chaincode;
  const auto is_this = [&] {
    if (proposal_.channel() != channel()) return false;
    if (!own_name.empty() && proposal_.chaincode() != own_name) return false;
    const auto& signed_args = proposal_.args();
    return !signed_args || *signed_args == args();
  };
  if (is_this()) return std::nullopt;
  return ChaincodePlace{std::string(proposal_.chaincode()), std::string(proposal_.channel())};
}

void Stub::set_event(std::string name, Bytes payload) {
  if (name.empty()) throw Misuse("an event has no name");
  require_text(name, "the name of an event");
  const std::size_t limit = parts_.settings.limits.event_bytes;
  if (name.size() + payload.size() > limit)
    dialogue_.fail(LimitExceeded("an event of " + std::to_string(name.size() + payload.size()) +
                                 " bytes exceeds the limit of " + std::to_string(limit)));
  event_ = Event{.name = std::move(name), .payload = std::move(payload)};
}

/// Also takes what Fabric takes: `name:version/channel`, where the version means nothing.
ChaincodePlace Stub::resolve(const ChaincodePlace& callee) const {
  ChaincodePlace out = callee;
  if (const auto slash = out.chaincode.find('/');
      slash != std::string::npos && out.channel.empty()) {
    out.channel = out.chaincode.substr(slash + 1);
    out.chaincode.resize(slash);
  }
  out.chaincode.resize(std::min(out.chaincode.find(':'), out.chaincode.size()));
  if (out.channel.empty()) out.channel = channel();
  if (out.chaincode.empty()) throw Misuse("a chaincode to call has no name");
  if (out.chaincode.find('/') != std::string::npos)
    throw Misuse("a chaincode to call has a channel in its name, and another one beside it");
  require_text(out.chaincode, "the name of a chaincode");
  require_text(out.channel, "the name of a channel");
  return out;
}

/// The peer keeps one state for a transaction and a chaincode, so none can be in it twice.
void Stub::refuse_caller(const ChaincodePlace& callee) const {
  const bool is_first = proposal_.exists() && callee.chaincode == proposal_.chaincode() &&
                        callee.channel == proposal_.channel();
  const std::string& own_name = parts_.settings.chaincode;
  const bool is_this =
      !own_name.empty() && callee.chaincode == own_name && callee.channel == channel();
  const auto& waiting = parts_.callers;
  if (!is_first && !is_this && std::find(waiting.begin(), waiting.end(), callee) == waiting.end())
    return;
  throw Misuse("chaincode " + callee.chaincode + " of channel " + callee.channel +
               " waits for this call: Fabric does not let it be called again");
}

Response Stub::try_invoke_chaincode(const ChaincodePlace& wanted, std::span<const Bytes> args) {
  const ChaincodePlace callee = resolve(wanted);
  refuse_caller(callee);
  writes_.flush();
  const std::string target =
      callee.channel == channel() ? callee.chaincode : callee.chaincode + "/" + callee.channel;
  const std::vector<std::string_view> views(args.begin(), args.end());
  const PeerMessage answer = dialogue_.call(
      {.chaincode = codec::ChaincodeID{.name = target},
       .input = codec::ChaincodeInput{.args = std::span<const std::string_view>(views)}},
      callee.chaincode + "/" + callee.channel);
  dialogue_.hold(answer.payload().size());
  if (answer.type() == MessageType::error)
    return Response::refusal(500, utf8_or_marked(answer.payload()));
  return read_callee_response(answer);
}

Response Stub::invoke_chaincode(const ChaincodePlace& callee, std::span<const Bytes> args) {
  Response response = try_invoke_chaincode(callee, args);
  if (response.is_success()) return response;
  const ChaincodePlace called = resolve(callee);
  CalleeFailed failure(called.chaincode, std::move(response));
  if (called.channel != channel()) throw failure;
  dialogue_.fail(std::move(failure));
}

}  // namespace tradelane::shim
