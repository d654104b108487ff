// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/desk.hpp"

#include <algorithm>

namespace tradelane::service {
namespace {

constexpr int standard_error = 2;
constexpr std::size_t letters_shown = 100;

Json counts_of(const feed::Store& store, const std::string& source) {
  const feed::Counts counts = store.counts(source);
  return Json::Object{{"waiting", counts.waiting},
                      {"done", counts.done},
                      {"dead", counts.dead},
                      {"abandoned", counts.abandoned}};
}

Json letter_of(const feed::Record& record) {
  Json::Object out{{"id", record.id},
                   {"source", record.source},
                   {"key", record.key},
                   {"code", record.code},
                   {"reason", record.reason},
                   {"attempts", record.attempts},
                   {"arrivedMs", record.arrived}};
  if (!record.transaction_id.empty()) out.emplace("transactionId", record.transaction_id);
  return out;
}

}  // namespace

Json::Object status_of(const feed::Store& store, const std::vector<std::string>& sources,
                       WatchedGateway::Health gateway) {
  Json::Object counts;
  for (const std::string& source : sources) counts.emplace(source, counts_of(store, source));
  Json::Array letters;
  auto dead = store.dead_letters();
  dead.resize(std::min(dead.size(), letters_shown));
  for (const feed::Record& record : dead) letters.push_back(letter_of(record));
  return {{"gateway", text_of(gateway)},
          {"sources", std::move(counts)},
          {"deadLetters", std::move(letters)}};
}

Desk::Desk(const Config& config) : config_(config), log_(standard_error, config.log_level) {}

Result<std::unique_ptr<Desk>> Desk::open(const Config& config) {
  if (const auto complete = check(config); !complete) return complete.error();
  std::unique_ptr<Desk> desk(new Desk(config));
  auto gateway = connect(config);
  if (!gateway) return gateway.error();
  desk->gateway_ = std::make_unique<WatchedGateway>(std::move(*gateway));
  auto store = feed::Store::open(config.store, store_limits(config));
  if (!store) return store.error();
  desk->store_ = std::move(*store);
  return desk;
}

operations::Answer Desk::readiness() const {
  if (gateway_->health() == WatchedGateway::Health::bad)
    return {.status = 503, .body = "the gateway does not answer\n"};
  return {.body = "ready\n"};
}

Result<> Desk::serve(const std::string& program, std::vector<std::string> sources,
                     std::function<Json::Object()> more) {
  using operations::Answer;
  operations::Routes routes{
      {"/healthz", [] { return Answer{.body = "ok\n"}; }},
      {"/readyz", [this] { return readiness(); }},
      {"/version", [program] { return Answer{.body = program + " 0.1.0\n"}; }},
      {"/status", [this, sources = std::move(sources), more = std::move(more)] {
         Json::Object status = status_of(*store_, sources, gateway_->health());
         if (more) status.merge(more());
         return Answer{.body = canonical(std::move(status)) + "\n",
                       .content_type = "application/json"};
       }}};
  operations_ = std::make_unique<operations::Port>(config_.operations.host, config_.operations.port,
                                                   std::move(routes), log_);
  return operations_->start();
}

std::string Desk::operations_address() const {
  return Address{.host = config_.operations.host, .port = operations_->port()}.text();
}

}  // namespace tradelane::service
