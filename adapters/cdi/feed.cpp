// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/feed.hpp"

#include <algorithm>

#include "chaincode/base/fault_point.hpp"

namespace tradelane::cdi {
namespace {

using feed::Milliseconds;
using feed::Reception;
using feed::Record;
using feed::State;

constexpr std::size_t most_due = 256;

/// The ledger's own no. Codes of our gateway client are none: they tell of our settings.
std::optional<Code> refusal_of(const Record& record) {
  const auto code = find_code(record.code);
  if (!code || record.code.starts_with("GW_")) return std::nullopt;
  return code;
}

/// `reason` is the contract's whole message; what it adds to the code's sentence stands in
/// brackets at its end.
Error error_of(const Record& record) {
  Error error = refuse(*refusal_of(record));
  const std::string sentence = error.message();
  if (record.reason.starts_with(sentence + " (") && record.reason.ends_with(")"))
    error.detail =
        record.reason.substr(sentence.size() + 2, record.reason.size() - sentence.size() - 3);
  return error;
}

std::string transaction_of(const feed::Arrival& item) {
  return submission_of(item.payload).transaction;
}

Transacted transacted(const feed::Arrival& item, const Record& record) {
  auto result = parse_json(record.result);
  if (!result) throw Fault("the contract answered what is no JSON");
  return {.transaction = transaction_of(item),
          .transaction_id = record.transaction_id,
          .block = static_cast<std::int64_t>(record.block),
          .result = std::move(*result)};
}

}  // namespace

/// A consent in the hands of one thread; others wait for it.
class ConsentFeed::Claim {
 public:
  Claim(ConsentFeed& feed, const std::string& source) : feed_(feed), source_(source) {
    std::unique_lock lock(feed_.mutex_);
    feed_.changed_.wait(lock, [&] { return !feed_.claimed_.contains(source_); });
    feed_.claimed_.insert(source_);
  }
  ~Claim() {
    const std::lock_guard lock(feed_.mutex_);
    feed_.claimed_.erase(source_);
    feed_.changed_.notify_all();
  }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

 private:
  ConsentFeed& feed_;
  const std::string source_;
};

Result<> ConsentFeed::take(const Act& act) {
  fault_point("cdi.received");
  const auto receptions = ports_.store.receive(act.source, act.items);
  if (!receptions) return receptions.error();
  bool refused_before = false;
  for (std::size_t i = 0; i < act.items.size(); ++i) {
    const auto record = ports_.store.find(act.source, act.items[i].key);
    const bool refused = record->state == State::abandoned && refusal_of(*record);
    refused_before = refused_before || refused;
    if ((*receptions)[i] == Reception::conflict && !refused)
      return refuse(Code::record_conflict, "", "the same act with another signature");
  }
  if (refused_before) {
    const Claim claim(*this, act.source);
    if (const auto again = ports_.store.reopen(act.source, act.items); !again) return again.error();
  }
  const std::lock_guard lock(mutex_);
  enqueue(act.source);
  changed_.notify_all();
  return Done{};
}

Progress ConsentFeed::progress(const Act& act) const {
  ActAnswer answer{.consent_id = act.consent_id};
  for (const feed::Arrival& item : act.items) {
    const auto record = ports_.store.find(act.source, item.key);
    if (!record) throw Fault("an act is gone from the inbox");
    switch (record->state) {
      case State::done:
        answer.transactions.push_back(transacted(item, *record));
        continue;
      case State::abandoned:
        if (refusal_of(*record)) return error_of(*record);
        return refuse(Code::record_conflict, "", "the act was given up by the operator");
      case State::dead:
        return Pending{.held = !refusal_of(*record)};
      case State::waiting:
        return Pending{};
    }
  }
  return answer;
}

Progress ConsentFeed::await(const Act& act, Milliseconds within) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  std::unique_lock lock(mutex_);
  for (;;) {
    Progress now = progress(act);
    const auto* pending = std::get_if<Pending>(&now);
    if (pending == nullptr || pending->held || closed_) return now;
    if (changed_.wait_until(lock, deadline) == std::cv_status::timeout) return progress(act);
  }
}

/// What another thread works on is passed over: a ledger that is slow for one consent would else
/// hold up all threads at it, and with them every other consent.
std::optional<std::string> ConsentFeed::next(Milliseconds wait) {
  std::unique_lock lock(mutex_);
  const auto first_free = [&] {
    return std::find_if(queue_.begin(), queue_.end(),
                        [&](const std::string& source) { return !claimed_.contains(source); });
  };
  const bool woken =
      changed_.wait_for(lock, wait, [&] { return closed_ || first_free() != queue_.end(); });
  const auto now = std::chrono::steady_clock::now();
  // New acts without end do not keep those waiting that were put off.
  if (!woken || now >= look_again_) {
    look_for_due();
    look_again_ = now + wait;
  }
  const auto found = first_free();
  if (found == queue_.end()) return std::nullopt;
  std::string source = std::move(*found);
  queue_.erase(found);
  return source;
}

/// What was put off, and what an earlier process has left.
void ConsentFeed::look_for_due() {
  for (const Record& record : ports_.store.due(most_due, feed::RetryPolicy{}.longest))
    enqueue(record.source);
}

void ConsentFeed::enqueue(const std::string& source) {
  if (std::find(queue_.begin(), queue_.end(), source) == queue_.end()) queue_.push_back(source);
}

void ConsentFeed::work(const std::string& source) {
  const Claim claim(*this, source);
  settle(source);
  while (ports_.pipeline.step(source)) settle(source);
}

/// Takes what is refused out of the way, so that the consent's next act is not stopped by it.
void ConsentFeed::settle(const std::string& source) {
  for (auto head = ports_.store.head(source); head; head = ports_.store.head(source)) {
    if (head->state == State::dead) {
      if (!refusal_of(*head) || !ports_.store.abandon(head->id, "")) return;
      ports_.log.warn("cdi_refused",
                      {{"source", source}, {"key", head->key}, {"code", head->code}});
      continue;
    }
    if (!is_acknowledgement(head->key)) return;
    const auto grant = ports_.store.find(source, grant_key(head->key));
    if (!grant || grant->state != State::abandoned) return;
    // Buried with the grant's refusal, and on the next round abandoned with it.
    ports_.store.bury(head->id, {feed::Failure::Next::give_up, grant->code, grant->reason});
  }
}

void ConsentFeed::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace tradelane::cdi
