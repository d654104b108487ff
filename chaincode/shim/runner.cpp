// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/runner.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "chaincode/base/fault_point.hpp"
#include "chaincode/shim/session.hpp"
#include "chaincode/shim/workers.hpp"

namespace tradelane::shim {
namespace {

constexpr const char* mend_package_id =
    "give the server the package-id that `peer lifecycle chaincode queryinstalled` prints";

/// Of chaincodes that call each other from channel to channel within one transaction.
constexpr std::size_t deepest_call = 16;

using Delivery = Transaction::Delivery;
using Step = Transaction::Step;
using Clock = Transaction::Clock;

/// Of what a peer can do without end, the first, the tenth, the hundredth ... is worth a line.
bool is_power_of_ten(std::uint64_t count) {
  while (count > 1 && count % 10 == 0) count /= 10;
  return count == 1;
}

ChaincodePlace place_of(const std::string& callee) {
  const auto slash = callee.find('/');
  return {callee.substr(0, slash), callee.substr(slash + 1)};
}

/// Of a new transaction whose txid `others` have as well: they wait for it, each for a chaincode
/// that it calls. A txid alone says nothing, for any peer can use one again.
bool is_call_back(const std::vector<Active*>& others) {
  return !others.empty() && others.size() < deepest_call &&
         std::all_of(others.begin(), others.end(),
                     [](const Active* other) { return !other->callee.empty(); });
}

}  // namespace

/// Outlives the runner while workers have transactions of it.
class Runner::Core : private Session::Port,
                     public Workers::Sender,
                     public std::enable_shared_from_this<Core> {
 public:
  Core(http2::Outlet& outlet, Environment& environment, http2::Loop* loop);

  void received(Bytes bytes);
  void batch_end();
  void closed();
  void tick();
  void finish(http2::Status status, const std::string& why) override;
  /// On a worker.
  void take(std::vector<Workers::Done> steps) override;

 private:
  void send(Bytes message) override;
  void begin(Active& active) override;
  void answer(Active& active, PeerMessage message) override;
  void ignored(const PeerMessage& message, Ignored why) override;
  void duplicate(const codec::TransactionRef& id) override;

  bool is_admitted(const codec::TransactionRef& id, bool is_nested);
  void deliver(Active& active, Delivery delivery);
  void follow(Active& active, Step step);
  void follow_all(std::vector<Workers::Done> steps);
  void abandon_all();
  void end_late_ones();

  http2::Outlet& outlet_;
  const Settings& settings_;
  Counters& counters_;
  Log& log_;
  Environment& environment_;
  http2::Loop* loop_;
  Workers* workers_;
  std::shared_ptr<Pulse> pulse_;
  Session session_;
  std::vector<std::vector<Workers::Job>> jobs_;  // by worker
  Clock::time_point opened_ = Clock::now();
  bool counted_ready_ = false;
  bool finished_ = false;  // its end has been asked for
  bool gone_ = false;
  std::array<std::uint64_t, ignored_names.size()> ignored_ = {};  // on this stream
  /// Since the last batch ended.
  struct {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
  } received_, sent_;
};

Runner::Core::Core(http2::Outlet& outlet, Environment& environment, http2::Loop* loop)
    : outlet_(outlet),
      settings_(environment.settings),
      counters_(environment.counters),
      log_(environment.log),
      environment_(environment),
      loop_(loop),
      workers_(environment.workers),
      session_(environment.package_id.empty() ? settings_.package_id : environment.package_id,
               *this),
      jobs_(workers_ == nullptr ? 0 : workers_->size()) {
  if (workers_ == nullptr && environment.watchdog != nullptr)
    pulse_ = environment.watchdog->watch("stream of " + session_.package_id());
  add(counters_.streams);
  session_.open();
}

void Runner::Core::received(Bytes bytes) {
  ++received_.messages;
  received_.bytes += bytes.size();
  if (auto message = PeerMessage::decode(std::move(bytes))) {
    session_.receive(std::move(*message));
  } else {
    session_.receive_garbage();
  }
  if (session_.is_ready() && !counted_ready_) {
    counted_ready_ = true;
    ++counters_.ready_streams;
    log_.info("peer_ready", {{"package_id", session_.package_id()}});
  }
}

/// Hands over to the workers what has come up for them.
void Runner::Core::batch_end() {
  for (std::size_t i = 0; i < jobs_.size(); ++i)
    if (!jobs_[i].empty()) workers_->give(i, std::exchange(jobs_[i], {}), shared_from_this());
  add(counters_.messages_received, std::exchange(received_.messages, 0));
  add(counters_.bytes_received, std::exchange(received_.bytes, 0));
  add(counters_.messages_sent, std::exchange(sent_.messages, 0));
  add(counters_.bytes_sent, std::exchange(sent_.bytes, 0));
}

void Runner::Core::closed() {
  if (std::exchange(gone_, true)) return;
  abandon_all();
  batch_end();
  if (std::exchange(counted_ready_, false)) --counters_.ready_streams;
}

void Runner::Core::tick() {
  if (gone_) return;
  if (!finished_ && session_.is_waiting_for_peer() &&
      Clock::now() - opened_ > settings_.handshake) {
    add(counters_.handshake_timeouts);
    log_.error("handshake_timeout",
               {{"package_id", session_.package_id()}, {"mend", mend_package_id}});
    return finish(
        http2::Status::failed_precondition,
        "the peer did not accept package id " + session_.package_id() + ": " + mend_package_id);
  }
  end_late_ones();
  batch_end();
  if (counters_.draining && session_.transactions() == 0) finish(http2::Status::ok, "draining");
}

void Runner::Core::end_late_ones() {
  const auto now = Clock::now();
  std::vector<Active*> late;
  std::vector<Active*> unanswered;
  session_.for_each([&](Active& active) {
    if (now - active.transaction->begun() > settings_.deadline) {
      // Told once: a worker that does not come back reads nothing.
      if (!active.transaction->is_abandoned()) late.push_back(&active);
    } else if (active.is_asking && now - active.asked > settings_.request_deadline) {
      unanswered.push_back(&active);
    }
  });
  for (Active* active : late) deliver(*active, {.kind = Delivery::Kind::abandoned});
  for (Active* active : unanswered) {
    add(counters_.unanswered_requests);
    active->is_asking = false;  // an answer that still comes is for nobody
    deliver(*active, {.kind = Delivery::Kind::unanswered});
  }
}

void Runner::Core::send(Bytes message) {
  if (gone_) return;
  ++sent_.messages;
  sent_.bytes += message.size();
  outlet_.send(std::move(message));
}

void Runner::Core::finish(http2::Status status, const std::string& why) {
  if (gone_ || std::exchange(finished_, true)) return;
  if (status != http2::Status::ok) log_.warn("stream_finished", {{"why", why}});
  outlet_.finish(status, why);
}

void Runner::Core::ignored(const PeerMessage& message, Ignored why) {
  const auto reason = static_cast<std::size_t>(why);
  add(counters_.ignored.at(reason));
  const std::uint64_t count = ++ignored_.at(reason);
  if (!is_power_of_ten(count)) return;
  log_.warn("message_ignored", {{"type", name_of(message.type())},
                                {"txid", message.txid()},
                                {"why", ignored_names.at(reason)},
                                {"count", static_cast<std::int64_t>(count)}});
}

void Runner::Core::duplicate(const codec::TransactionRef& id) {
  add(counters_.duplicates);
  add(counters_.failed);
  log_.warn("duplicate_transaction", {{"channel", id.channel}, {"txid", id.txid}});
}

/// Who calls back into a transaction that is running is let in always: the transaction waits for
/// it.
bool Runner::Core::is_admitted(const codec::TransactionRef& id, bool is_nested) {
  if (is_nested) return true;
  const bool draining = counters_.draining;
  if (!draining && session_.transactions() <= settings_.transactions) return true;
  add(draining ? counters_.draining_refused : counters_.busy);
  add(counters_.failed);
  log_.warn("transaction_refused",
            {{"channel", id.channel}, {"txid", id.txid}, {"why", draining ? "draining" : "busy"}});
  return false;
}

void Runner::Core::begin(Active& active) {
  std::vector<ChaincodePlace> callers;
  const auto others = session_.others_of(active);
  for (const Active* other : others) {
    if (other->callee.empty()) continue;
    callers.push_back(place_of(other->callee));
  }
  if (!is_admitted(active.id(), is_call_back(others))) {
    const char* why = counters_.draining ? "draining: this chaincode server is about to end"
                                         : "busy: too many transactions";
    return session_.end(active, codec::encode_error(active.id(), why));
  }
  active.transaction = std::make_shared<Transaction>(environment_, active.call,
                                                     session_.abilities(), std::move(callers));
  if (workers_ != nullptr) active.worker = workers_->pick();
  deliver(active, {.kind = Delivery::Kind::begin});
}

void Runner::Core::answer(Active& active, PeerMessage message) {
  deliver(active, {.kind = Delivery::Kind::answer, .answer = std::move(message)});
}

void Runner::Core::deliver(Active& active, Delivery delivery) {
  if (workers_ != nullptr) {
    // Before its turn comes: it may be running now.
    if (delivery.kind == Delivery::Kind::abandoned) active.transaction->abandon();
    jobs_[active.worker].push_back(
        {.transaction = active.transaction, .delivery = std::move(delivery)});
    return;
  }
  Step step;
  {
    const Pulse::Inside inside(pulse_.get());
    step = active.transaction->take(std::move(delivery));
  }
  follow(active, std::move(step));
}

void Runner::Core::take(std::vector<Workers::Done> steps) {
  loop_->post([self = shared_from_this(),
               shared = std::make_shared<std::vector<Workers::Done>>(std::move(steps))] {
    self->follow_all(std::move(*shared));
  });
}

void Runner::Core::follow_all(std::vector<Workers::Done> steps) {
  for (Workers::Done& done : steps) {
    Active* active = session_.find(done.transaction->channel(), done.transaction->txid());
    if (active != nullptr && active->transaction == done.transaction)
      follow(*active, std::move(done.step));
  }
  batch_end();
}

void Runner::Core::follow(Active& active, Step step) {
  switch (step.kind) {
    case Step::Kind::nothing:
      return;
    case Step::Kind::ask:
      active.callee = std::move(step.callee);
      active.asked = step.asked;
      if (!session_.ask(active, std::move(step.message)))
        return deliver(active, {.kind = Delivery::Kind::abandoned});
      return fault_point("shim.asked");
    case Step::Kind::end:
      return session_.end(active, std::move(step.message));
  }
}

void Runner::Core::abandon_all() {
  std::vector<Active*> all;
  session_.for_each([&](Active& active) { all.push_back(&active); });
  for (Active* active : all) deliver(*active, {.kind = Delivery::Kind::abandoned});
}

Runner::Runner(http2::Outlet& outlet, Environment& environment, http2::Loop* loop)
    : core_(std::make_shared<Core>(outlet, environment, loop)) {}
Runner::~Runner() { core_->closed(); }
void Runner::received(Bytes message) { core_->received(std::move(message)); }
void Runner::batch_end() { core_->batch_end(); }
void Runner::half_closed() { core_->finish(http2::Status::ok, ""); }
void Runner::closed() { core_->closed(); }
void Runner::tick() { core_->tick(); }

}  // namespace tradelane::shim
