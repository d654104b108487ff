// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/gateway_backend.hpp"

#include "adapters/gateway/advice.hpp"
#include "adapters/gateway/invoke.hpp"
#include "adapters/gateway/profile.hpp"
#include "tests/support/raw_http.hpp"

namespace tradelane::scenario {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) throw Fault(result.error().message());
  return std::move(*result);
}

Json json_of(const Bytes& bytes) { return must(parse_json(bytes)); }

Receipt refused(const gateway::Failure& failure) {
  const auto refusal = gateway::refusal(failure);
  if (!refusal) throw Fault(failure.text());
  return {.status = refusal->status,
          .token = refusal->token,
          .message = refusal->message,
          .txid = failure.transaction_id};
}

}  // namespace

Heights heights_of_devpeer(std::uint16_t operations_port) {
  const auto now = [operations_port]() -> std::optional<std::uint64_t> {
    const std::string answer = test::http_get(operations_port, "/height");
    if (!answer.starts_with("200 ")) return std::nullopt;
    return std::stoull(answer.substr(4));
  };
  return {.now = now, .await = [](std::uint64_t) {}};
}

GatewayBackend::GatewayBackend(const Setting& setting, std::string files, Heights heights,
                               Mend mend)
    : setting_(setting),
      files_(std::move(files)),
      heights_(std::move(heights)),
      mend_(std::move(mend)) {
  listen();
}

/// Where things may be mended, not for long: an event may be missing because of what is broken.
void GatewayBackend::listen() {
  events_ = client_of("OPR").events({.channel = setting_.channel,
                                     .chaincode = setting_.chaincode,
                                     .from = heard_,
                                     .within = std::chrono::seconds(mend_ ? 1 : 300)});
}

GatewayBackend::~GatewayBackend() {
  // Listeners before what they listen to.
  events_.reset();
}

gateway::Gateway& GatewayBackend::client_of(const std::string& alias) {
  auto& client = clients_[alias];
  if (client) return *client;
  const std::string& msp = test::cast()[alias].msp;
  const auto profile = must(gateway::read_profile(files_ + "/connection-" + msp + ".json"));
  const auto folder =
      must(gateway::read_msp_folder(files_ + "/" + msp + "/users/" + alias + "/msp"));
  client = gateway::make_client(must(gateway::Connection::open(profile.connection)),
                                {.identity = {.msp = msp, .certificate = folder.certificate},
                                 .signer = must(gateway::signer_from_pem(folder.key))});
  return *client;
}

gateway::Call GatewayBackend::proposal(const Call& call) const {
  return {.channel = setting_.channel,
          .chaincode = setting_.chaincode,
          .function = call.function,
          .args = {canonical(call.args)},
          .transient = call.transient,
          .organisations = call.endorsers};
}

gateway::Event GatewayBackend::next_event(const std::string& what) {
  for (const test::Deadline deadline;; mend_(), listen()) {
    auto event = events_->next();
    if (event) {
      heard_ = event->checkpoint();
      return std::move(*event);
    }
    if (!mend_ || deadline.is_over())
      throw Fault("no event of " + what + ": " + event.failure().text());
  }
}

/// The event of a transaction that was just committed; those of others before it are passed over.
std::vector<Json> GatewayBackend::entries_of(const std::string& txid) {
  for (;;) {
    const gateway::Event event = next_event(txid);
    if (event.transaction_id == txid) return *json_of(event.payload).as_array();
  }
}

Receipt GatewayBackend::wait_for(const std::string& type, const std::string& id) {
  for (;;) {
    const gateway::Event event = next_event(type + " " + id);
    Json payload = json_of(event.payload);
    Json::Array& entries = *payload.as_array();
    const Json& first = entries.front();
    if (*first.find("type")->as_string() != type || *first.find("id")->as_string() != id) continue;
    Json answer = first;
    answer.as_object()->erase("type");
    heights_.await(event.block + 1);
    return {.status = 200,
            .payload = std::move(answer),
            .txid = event.transaction_id,
            .block = event.block,
            .entries = std::move(entries)};
  }
}

gateway::Outcome<gateway::Committed> GatewayBackend::commit(const Call& call) {
  std::optional<gateway::SignedTransaction> kept;
  const auto keep = [&](const gateway::SignedTransaction& transaction) { kept = transaction; };
  const gateway::ResolvePolicy policy =
      mend_ ? gateway::ResolvePolicy{.attempts = 1, .status_within = std::chrono::seconds(2)}
            : gateway::ResolvePolicy{};
  for (const test::Deadline deadline;; mend_()) {
    auto& client = client_of(call.by);
    if (!kept) {
      auto done = gateway::invoke(client, proposal(call), policy, keep);
      if (done || !may_mend(done.failure(), deadline)) return done;
      if (gateway::next_step(done.failure()) == gateway::NextStep::propose_again) kept.reset();
      continue;
    }
    auto commit = gateway::resolve(client, *kept, policy);
    if (commit) return gateway::Committed{.commit = *commit, .result = kept->result};
    if (!may_mend(commit.failure(), deadline)) return commit.failure();
    if (gateway::next_step(commit.failure()) == gateway::NextStep::propose_again) kept.reset();
  }
}

bool GatewayBackend::may_mend(const gateway::Failure& failure,
                              const test::Deadline& deadline) const {
  const auto next = gateway::next_step(failure);
  return mend_ && !deadline.is_over() &&
         (next == gateway::NextStep::propose_again || next == gateway::NextStep::resolve);
}

Receipt GatewayBackend::submit(const Call& call) {
  const auto done = commit(call);
  if (!done) return refused(done.failure());
  const std::string& txid = done->commit.transaction_id;
  heights_.await(done->commit.block + 1);
  return {.status = 200,
          .payload = json_of(done->result),
          .txid = txid,
          .block = done->commit.block,
          .entries = entries_of(txid)};
}

Receipt GatewayBackend::query(const Call& call) {
  for (const test::Deadline deadline;; mend_()) {
    const auto answer = gateway::query(client_of(call.by), proposal(call));
    if (answer) return {.status = 200, .payload = json_of(*answer)};
    if (!may_mend(answer.failure(), deadline)) return refused(answer.failure());
  }
}

std::string GatewayBackend::mark() {
  for (const test::Deadline deadline;; mend_()) {
    if (const auto blocks = heights_.now()) return std::to_string(*blocks);
    if (!mend_ || deadline.is_over()) throw Fault("no peer says how many blocks it has");
  }
}

}  // namespace tradelane::scenario
