// SPDX-License-Identifier: Apache-2.0
#include "adapters/feed/pipeline.hpp"

#include "chaincode/base/backoff.hpp"
#include "chaincode/base/fault_point.hpp"

namespace tradelane::feed {

using Next = Failure::Next;

Milliseconds backoff(const RetryPolicy& policy, std::int64_t attempts) {
  return tradelane::backoff(policy.first, policy.longest, attempts,
                            policy.jitter ? policy.jitter() : 999);
}

/// An item in the hands of one thread; others wait for it.
class Pipeline::Claim {
 public:
  Claim(Pipeline& pipeline, std::int64_t id) : pipeline_(pipeline), id_(id) {
    std::unique_lock lock(pipeline_.mutex_);
    pipeline_.released_.wait(lock, [&] { return !pipeline_.claimed_.contains(id_); });
    pipeline_.claimed_.insert(id_);
  }
  ~Claim() {
    const std::lock_guard lock(pipeline_.mutex_);
    pipeline_.claimed_.erase(id_);
    pipeline_.released_.notify_all();
  }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

 private:
  Pipeline& pipeline_;
  std::int64_t id_;
};

Record Pipeline::work(std::int64_t id) {
  const Claim claim(*this, id);
  auto record = ports_.store.find(id);
  if (!record) throw Fault("there is no such item in the inbox");
  if (record->state != State::waiting) return *record;
  attempt(*ports_.store.item(id));
  return *ports_.store.find(id);
}

bool Pipeline::step(const std::string& source) {
  const auto head = ports_.store.head(source);
  if (!head || head->state != State::waiting) return false;
  const std::int64_t wait = head->due - ports_.clock();
  // A wait beyond the longest comes of a clock that was turned back.
  if (wait > 0 && wait <= policy_.longest.count()) return false;
  work(head->id);
  return true;
}

std::size_t Pipeline::sweep(std::size_t most) {
  const auto due = ports_.store.due(most, policy_.longest);
  for (const Record& record : due) work(record.id);
  return due.size();
}

void Pipeline::attempt(const Item& item) {
  auto kept = ports_.store.kept(item.id);
  if (kept) return settle(item, *kept, resolve(*kept));
  const auto prepared = ports_.submitter.prepare(item);
  if (const auto* failure = std::get_if<Failure>(&prepared)) return fail(item, *failure);
  const auto& envelope = std::get<Envelope>(prepared);
  fault_point("feed.endorsed");
  ports_.store.keep(item.id, envelope);
  fault_point("feed.kept");
  settle(item, envelope, send(envelope));
}

/// For an envelope that may have been sent before: asks first, sends after.
std::variant<Committed, Failure> Pipeline::resolve(const Envelope& envelope) {
  auto outcome = ports_.submitter.status(envelope, policy_.ask_within);
  const auto* failure = std::get_if<Failure>(&outcome);
  if (failure == nullptr || failure->next != Next::unknown) return outcome;
  return send(envelope);
}

std::variant<Committed, Failure> Pipeline::send(const Envelope& envelope) {
  const auto problem = ports_.submitter.send(envelope);
  fault_point("feed.sent");
  // While it may not have arrived, to send it again is better than to wait.
  auto outcome =
      ports_.submitter.status(envelope, problem ? policy_.ask_within : policy_.status_within);
  auto* failure = std::get_if<Failure>(&outcome);
  if (failure != nullptr && problem) failure->reason += " (sending: " + *problem + ")";
  return outcome;
}

void Pipeline::settle(const Item& item, const Envelope& envelope,
                      const std::variant<Committed, Failure>& outcome) {
  if (const auto* failure = std::get_if<Failure>(&outcome)) return fail(item, *failure);
  fault_point("feed.committed");
  const std::uint64_t block = std::get<Committed>(outcome).block;
  ports_.store.done(item.id, envelope, block);
  ports_.log.info("feed_committed", {{"source", item.source},
                                     {"key", item.key},
                                     {"txid", envelope.transaction_id},
                                     {"block", static_cast<std::int64_t>(block)}});
}

void Pipeline::fail(const Item& item, const Failure& failure) {
  const Record before = *ports_.store.find(item.id);
  const std::int64_t attempts = before.attempts + 1;
  const std::int64_t now = ports_.clock();
  const bool may_pass = failure.next == Next::again || failure.next == Next::unknown;
  const bool exhausted =
      attempts >= policy_.attempts && now - before.arrived >= policy_.give_up_after.count();
  if (!may_pass || exhausted) {
    ports_.store.bury(item.id, failure);
    return ports_.log.error("feed_dead_letter", {{"id", item.id},
                                                 {"source", item.source},
                                                 {"key", item.key},
                                                 {"code", failure.code},
                                                 {"reason", failure.reason}});
  }
  const Milliseconds wait = backoff(policy_, attempts);
  ports_.store.put_off(item.id, failure, now + wait.count());
  ports_.log.warn("feed_put_off", {{"id", item.id},
                                   {"source", item.source},
                                   {"key", item.key},
                                   {"attempts", attempts},
                                   {"wait_ms", std::int64_t{wait.count()}},
                                   {"code", failure.code},
                                   {"reason", failure.reason}});
}

}  // namespace tradelane::feed
