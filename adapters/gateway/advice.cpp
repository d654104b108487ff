// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/advice.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "chaincode/base/id.hpp"

namespace tradelane::gateway {

namespace {

// Fabric's gateway: "chaincode response 409, FP_DUPLICATE: ...", at the start or after other words.
constexpr std::string_view marker = "chaincode response ";

std::string leading_token(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && (is_upper_or_digit(text[size]) || text[size] == '_')) ++size;
  const bool ends = size == text.size() || text[size] == ':';
  return size > 0 && ends ? std::string(text.substr(0, size)) : std::string();
}

std::optional<Refusal> read_refusal(std::string_view text) {
  const std::size_t at = text.find(marker);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + marker.size());
  int status = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.starts_with(", ")) return std::nullopt;
  text.remove_prefix(2);
  return Refusal{.status = status, .token = leading_token(text), .message = std::string(text)};
}

bool says(const Failure& failure, std::string_view words) {
  if (failure.message.find(words) != std::string::npos) return true;
  for (const Detail& detail : failure.details)
    if (detail.message.find(words) != std::string::npos) return true;
  return false;
}

/// What Fabric's gateways say, with FAILED_PRECONDITION, while they do not know yet who runs a
/// chaincode: peers tell each other a second or two after a deployment or a restart. A policy that
/// nobody can ever satisfy and private data that would reach strangers have other words.
constexpr std::array<std::string_view, 5> not_known_yet{
    "No metadata was found for chaincode", "no peer combination can satisfy the endorsement policy",
    "required chaincodes are not installed on sufficient peers",
    "failed to select a set of endorsers that satisfy the endorsement policy",
    "no peers available to evaluate chaincode"};

/// What Fabric's peers say of a client that they take nothing of, whatever it asks.
constexpr std::array<std::string_view, 3> not_this_client{
    "request unauthorized due to incorrect timestamp", "client identity expired",
    "access denied: channel ["};

NextStep after_refusal(const Refusal& refusal) {
  if (refusal.status < 500) return NextStep::give_up;
  // A broken invariant repeats itself; every other fault is one of overload, draining or transport.
  return refusal.token.starts_with("INVARIANT_") ? NextStep::ask_a_person : NextStep::propose_again;
}

NextStep before_submit(const Failure& failure) {
  if (refuses_client(failure)) return NextStep::ask_a_person;
  if (const auto refused = refusal(failure)) return after_refusal(*refused);
  switch (failure.code) {
    case GrpcCode::unavailable:
    case GrpcCode::deadline_exceeded:
    case GrpcCode::cancelled:
    case GrpcCode::resource_exhausted:
    case GrpcCode::aborted:
      return NextStep::propose_again;
    case GrpcCode::failed_precondition:
      return waits_for_discovery(failure) ? NextStep::propose_again : NextStep::ask_a_person;
    case GrpcCode::unknown:
      // The peer's limiter answers without a code.
      return says(failure, "too many requests") ? NextStep::propose_again : NextStep::ask_a_person;
    case GrpcCode::ok:
    case GrpcCode::invalid_argument:
    case GrpcCode::not_found:
    case GrpcCode::already_exists:
    case GrpcCode::permission_denied:
    case GrpcCode::out_of_range:
    case GrpcCode::unimplemented:
    case GrpcCode::internal:
    case GrpcCode::data_loss:
    case GrpcCode::unauthenticated:
      return NextStep::ask_a_person;
  }
  return NextStep::ask_a_person;
}

// Fabric's validation codes by number, as protos.TxValidationCode.
NextStep after_commit(int validation) {
  constexpr int duplicate_txid = 9;
  constexpr int mvcc_read_conflict = 11;
  constexpr int phantom_read_conflict = 12;
  constexpr int expired_chaincode = 17;
  constexpr int chaincode_version_conflict = 18;
  switch (validation) {
    case duplicate_txid:  // the first copy decides, and the status asked for again tells of it
      return NextStep::resolve;
    case mvcc_read_conflict:
    case phantom_read_conflict:
    case expired_chaincode:
    case chaincode_version_conflict:
      return NextStep::propose_again;
    default:
      return NextStep::ask_a_person;
  }
}

}  // namespace

std::optional<Refusal> refusal(const Failure& failure) {
  for (const Detail& detail : failure.details)
    if (auto found = read_refusal(detail.message)) return found;
  return read_refusal(failure.message);
}

std::string_view text_of(NextStep step) {
  switch (step) {
    case NextStep::give_up:
      return "give up";
    case NextStep::propose_again:
      return "propose again";
    case NextStep::resolve:
      return "resolve";
    case NextStep::ask_a_person:
      return "ask a person";
  }
  return "";
}

bool waits_for_discovery(const Failure& failure) {
  return failure.code == GrpcCode::failed_precondition &&
         std::any_of(not_known_yet.begin(), not_known_yet.end(),
                     [&](std::string_view words) { return says(failure, words); });
}

bool has_mismatch(const Failure& failure) {
  return says(failure, "ProposalResponsePayloads do not match");
}

bool lacks_chaincode_link(const Failure& failure) {
  return says(failure, "error creating grpc connection to") &&
         says(failure, "context deadline exceeded");
}

bool lacks_registration(const Failure& failure) {
  return says(failure, "chaincode registration failed") && !lacks_chaincode_link(failure);
}

bool refuses_client(const Failure& failure) {
  const auto refused = refusal(failure);
  if (refused) return refused->code() == Code::tx_time;
  return std::any_of(not_this_client.begin(), not_this_client.end(),
                     [&](std::string_view words) { return says(failure, words); });
}

NextStep next_step(const Failure& failure) {
  switch (failure.stage) {
    case Stage::proposal:
      return NextStep::ask_a_person;
    case Stage::evaluate:
    case Stage::endorse:
    case Stage::events:
      return before_submit(failure);
    case Stage::submit:
    case Stage::commit_status:
      return NextStep::resolve;
    case Stage::commit:
      return after_commit(failure.validation);
  }
  return NextStep::ask_a_person;
}

}  // namespace tradelane::gateway
