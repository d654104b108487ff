// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/drills/load.hpp"

#include "adapters/gateway/advice.hpp"
#include "adapters/service/gateway_submitter.hpp"
#include "tests/fabric/network/node.hpp"

namespace tradelane::fabric {
namespace {

using gateway::NextStep;

constexpr Patience for_one_key = std::chrono::seconds(60);

/// Asks soon again: what was broken comes back within a second or two.
const gateway::ResolvePolicy soon{.attempts = 1, .status_within = std::chrono::seconds(2)};
const feed::RetryPolicy patient{.longest = std::chrono::seconds(1),
                                .ask_within = std::chrono::seconds(1),
                                .status_within = std::chrono::seconds(2)};

std::string key_of(const char* who, std::size_t number, std::size_t count) {
  return who + std::to_string(number) + "-" + std::to_string(count);
}

std::string source_of(std::size_t number) { return "feed" + std::to_string(number); }

/// "key: 1 expected, 2 found" for every key of either.
std::string difference(const std::string& where, const std::map<std::string, int>& expected,
                       const std::map<std::string, int>& found) {
  const auto count_in = [](const std::map<std::string, int>& all, const std::string& key) {
    const auto at = all.find(key);
    return at == all.end() ? 0 : at->second;
  };
  std::map<std::string, int> keys = expected;
  keys.insert(found.begin(), found.end());
  std::string out;
  for (const auto& [key, ignored] : keys)
    if (count_in(expected, key) != count_in(found, key))
      out += where + ": " + key + " is there " + std::to_string(count_in(found, key)) + " times\n";
  return out;
}

}  // namespace

Load::Load(const Drill& drill, Settings settings)
    : drill_(drill), settings_(std::move(settings)), log_(-1) {
  feed_client_ = drill_.client(settings_.msp);
  store_ = std::move(feed::Store::open(folder_.file("feed.db")).value());
  for (std::size_t feed = 0; feed < settings_.feeds; ++feed) {
    std::vector<feed::Arrival> arrivals;
    for (std::size_t i = 0; i < settings_.items_of_a_feed; ++i)
      arrivals.push_back({.key = key_of("f", feed, i), .payload = key_of("f", feed, i)});
    store_->receive(source_of(feed), arrivals).value();
  }
  threads_.emplace_back([this] { be_reader(); });
  for (std::size_t i = 0; i < settings_.clients; ++i)
    threads_.emplace_back([this, i] { be_client(i); });
  for (std::size_t i = 0; i < settings_.feeds; ++i)
    threads_.emplace_back([this, i] { be_feed(i); });
}

Load::~Load() {
  for (std::thread& thread : threads_) thread.join();
}

std::size_t Load::total() const {
  return settings_.clients * settings_.calls_of_a_client +
         settings_.feeds * settings_.items_of_a_feed;
}

void Load::wait_until_done(std::size_t count) const {
  wait_until(std::to_string(count) + " additions are on the ledger",
             [&] { return done_ >= count; });
}

std::string Load::finish() {
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  return problems_;
}

std::string Load::story() const {
  return std::to_string(done_) + " done, " + std::to_string(proposed_again_) + " proposed again, " +
         std::to_string(resolved_) + " resolved";
}

std::map<std::string, int> Load::expected() const {
  std::map<std::string, int> out;
  for (std::size_t client = 0; client < settings_.clients; ++client)
    for (std::size_t i = 0; i < settings_.calls_of_a_client; ++i) out[key_of("c", client, i)] = 1;
  for (std::size_t feed = 0; feed < settings_.feeds; ++feed)
    for (std::size_t i = 0; i < settings_.items_of_a_feed; ++i) out[key_of("f", feed, i)] = 1;
  return out;
}

void Load::note(const std::string& problem) {
  const std::lock_guard lock(mutex_);
  problems_ += problem + "\n";
}

void Load::be_client(std::size_t number) {
  try {
    const auto client = drill_.client(settings_.msp);
    for (std::size_t i = 0; i < settings_.calls_of_a_client; ++i) {
      const std::string key = key_of("c", number, i);
      std::optional<gateway::SignedTransaction> kept;
      wait_until(
          key + " is on the ledger", [&] { return bring(*client, key, kept); }, for_one_key);
    }
  } catch (const std::exception& error) {
    note(error.what());
  }
}

/// One attempt; true when there is nothing more to do.
bool Load::bring(gateway::Gateway& client, const std::string& key,
                 std::optional<gateway::SignedTransaction>& kept) {
  std::optional<gateway::Failure> failure;
  if (kept) {
    ++resolved_;
    const auto commit = gateway::resolve(client, *kept, soon);
    if (!commit) failure = commit.failure();
  } else {
    const auto done = gateway::invoke(client, drill_.call("add", {key}), soon,
                                      [&](const auto& signed_one) { kept = signed_one; });
    if (!done) failure = done.failure();
  }
  if (!failure) {
    ++done_;
    return true;
  }
  switch (gateway::next_step(*failure)) {
    case NextStep::resolve:
      return false;
    case NextStep::propose_again:
      ++proposed_again_;
      kept.reset();
      return false;
    case NextStep::give_up:
    case NextStep::ask_a_person:
      note(key + ": " + failure->text());
      return true;
  }
  return true;
}

void Load::be_feed(std::size_t number) {
  try {
    const std::string source = source_of(number);
    service::GatewaySubmitter submitter(
        *feed_client_, [&](const feed::Item& item) -> std::variant<gateway::Call, feed::Failure> {
          return drill_.call("add", {item.payload});
        });
    feed::Pipeline pipeline({*store_, submitter, log_}, patient);
    std::int64_t counted = 0;
    wait_until(
        source + " is settled",
        [&] {
          pipeline.step(source);
          const std::int64_t settled = store_->counts(source).done;
          done_ += static_cast<std::size_t>(settled - std::exchange(counted, settled));
          const auto head = store_->head(source);
          return !head || head->state == feed::State::dead;
        },
        for_one_key);
    if (const auto head = store_->head(source)) note(head->key + " is dead: " + head->reason);
  } catch (const std::exception& error) {
    note(error.what());
  }
}

void Load::be_reader() {
  try {
    const auto client = drill_.client(settings_.msp);
    gateway::Checkpoint checkpoint;
    wait_until("the event of every addition has come", [&] {
      const auto stream = client->events({.channel = drill_.plan().channel,
                                          .chaincode = drill_.call("add").chaincode,
                                          .from = checkpoint,
                                          .within = std::chrono::seconds(5)});
      while (seen_.size() < total()) {
        const auto event = stream->next();
        if (!event) return false;
        ++seen_[event->payload];
        checkpoint = event->checkpoint();
      }
      return true;
    });
  } catch (const std::exception& error) {
    note(error.what());
  }
}

std::string difference(const Drill& drill, const Load& load) {
  wait_for_height(drill.plan());
  std::string out = difference("event", load.expected(), load.events());
  for (const std::string& msp : drill.plan().msps)
    out += difference(msp, load.expected(), drill.effects(msp));
  return out;
}

}  // namespace tradelane::fabric
