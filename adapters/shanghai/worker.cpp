// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/worker.hpp"

#include <algorithm>

#include "chaincode/base/fault_point.hpp"

namespace tradelane::shanghai {

using feed::Milliseconds;
using feed::State;

constexpr int ok = 200;

Milliseconds FeedWorker::turn() {
  try {
    return work();
  } catch (const std::exception& fault) {
    ports_.log.error("shanghai_fault", {{"feed", settings_.id}, {"reason", fault.what()}});
    return failed("a fault; the log has it");
  }
}

Milliseconds FeedWorker::work() {
  const auto head = ports_.store.head(settings_.id);
  if (head && head->state == State::dead) return blocked(*head);
  blocked_by_ = 0;
  if (!head) return pull();
  return ports_.pipeline.step(settings_.id) ? Milliseconds(0) : until(head->due);
}

/// Not beyond the longest wait there is: then the clock was turned back.
Milliseconds FeedWorker::until(std::int64_t due) const {
  const std::int64_t wait = due - ports_.clock();
  const auto longest = std::max(settings_.poll, settings_.retry.longest);
  return wait > longest.count() ? Milliseconds(0) : Milliseconds(std::max<std::int64_t>(wait, 0));
}

/// A person decides in another process; it is seen at the next look.
Milliseconds FeedWorker::blocked(const feed::Record& head) {
  if (blocked_by_ != head.id)
    ports_.log.error("shanghai_feed_blocked", {{"feed", settings_.id},
                                               {"id", head.id},
                                               {"key", head.key},
                                               {"code", head.code},
                                               {"reason", head.reason}});
  blocked_by_ = head.id;
  return settings_.poll;
}

Milliseconds FeedWorker::pull() {
  if (const auto wait = until(next_pull_); wait.count() > 0) return wait;
  const std::string cursor = ports_.store.cursor(settings_.id);
  const auto answer = ports_.node.get(pull_target(settings_.id, cursor, settings_.page));
  if (const auto* none = std::get_if<http::NoAnswer>(&answer)) return failed(none->reason);
  const auto& page = std::get<http::Answer>(answer);
  if (page.status != ok) return failed("the node answers " + std::to_string(page.status));
  const auto pulled = read_pull(page.body);
  if (!pulled) return failed("the node's page: " + pulled.error().message());
  fault_point("shanghai.pulled");
  return take(*pulled, cursor);
}

Milliseconds FeedWorker::take(const Pull& pull, const std::string& asked) {
  std::vector<feed::Arrival> arrivals;
  for (const Pulled& item : pull.items) arrivals.push_back({item.id, item.payload});
  const auto received = ports_.store.receive(settings_.id, arrivals, pull.cursor);
  if (!received) return failed("the inbox: " + received.error().message());
  const auto count = [&](feed::Reception kind) {
    return std::int64_t{std::count(received->begin(), received->end(), kind)};
  };
  const std::int64_t stored = count(feed::Reception::stored);
  if (const std::int64_t conflicts = count(feed::Reception::conflict))
    ports_.log.error("shanghai_conflict", {{"feed", settings_.id}, {"records", conflicts}});
  if (pull.more && stored == 0 && pull.cursor == asked)
    return failed("the node says that there is more, and serves the same again");
  failures_ = 0;
  const std::int64_t now = ports_.clock();
  next_pull_ = pull.more ? now : now + settings_.poll.count();
  report(now, "");
  if (stored > 0) ports_.log.info("shanghai_pulled", {{"feed", settings_.id}, {"records", stored}});
  return stored > 0 ? Milliseconds(0) : until(next_pull_);
}

Milliseconds FeedWorker::failed(const std::string& reason) {
  const Milliseconds wait = backoff(settings_.retry, ++failures_);
  next_pull_ = ports_.clock() + wait.count();
  report(progress().pulled_ms, reason);
  ports_.log.warn("shanghai_pull_failed", {{"feed", settings_.id},
                                           {"reason", reason},
                                           {"failures", failures_},
                                           {"wait_ms", std::int64_t{wait.count()}}});
  return wait;
}

void FeedWorker::report(std::int64_t pulled_ms, const std::string& trouble) {
  const std::lock_guard lock(mutex_);
  progress_ = {.pulled_ms = pulled_ms, .trouble = trouble};
}

FeedWorker::Progress FeedWorker::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

}  // namespace tradelane::shanghai
