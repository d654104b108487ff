// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/runner.hpp"

#include <utility>
#include <vector>

#include "chaincode/base/fault_point.hpp"
#include "chaincode/shim/session.hpp"

namespace tradelane::shim {
namespace {

constexpr const char* mend_package_id =
    "give the server the package-id that `peer lifecycle chaincode queryinstalled` prints";

using Delivery = Transaction::Delivery;
using Step = Transaction::Step;
using Clock = Transaction::Clock;

ChaincodePlace place_of(const std::string& callee) {
  const auto slash = callee.find('/');
  return {callee.substr(0, slash), callee.substr(slash + 1)};
}

}  // namespace

class Runner::Core : private Session::Port {
 public:
  Core(http2::Outlet& outlet, Environment& environment)
      : outlet_(outlet),
        settings_(environment.settings),
        counters_(environment.counters),
        log_(environment.log),
        environment_(environment),
        session_(settings_.package_id, *this) {
    add(counters_.streams);
    session_.open();
  }

  void received(Bytes bytes);
  void closed();
  void tick();
  void finish(http2::Status status, const std::string& why) override;

 private:
  void send(Bytes message) override;
  void begin(Active& active, PeerMessage message) override;
  void answer(Active& active, PeerMessage message) override;
  void ignored(const PeerMessage& message, Ignored why) override;
  void duplicate(const TransactionId& id) override;

  bool is_admitted(const TransactionId& id, bool is_nested);
  void deliver(Active& active, Delivery delivery);
  void follow(Active& active, Step step);
  void abandon_all();
  void end_late_ones();

  http2::Outlet& outlet_;
  const Settings& settings_;
  Counters& counters_;
  Log& log_;
  Environment& environment_;
  Session session_;
  Clock::time_point opened_ = Clock::now();
  bool counted_ready_ = false;
  bool gone_ = false;
};

void Runner::Core::received(Bytes bytes) {
  add(counters_.messages_received);
  add(counters_.bytes_received, bytes.size());
  if (auto message = PeerMessage::decode(std::move(bytes))) {
    session_.receive(std::move(*message));
  } else {
    session_.receive_garbage();
  }
  if (session_.is_ready() && !counted_ready_) {
    counted_ready_ = true;
    ++counters_.ready_streams;
    log_.info("peer_ready", {{"package_id", settings_.package_id}});
  }
}

void Runner::Core::closed() {
  if (std::exchange(gone_, true)) return;
  abandon_all();
  if (std::exchange(counted_ready_, false)) --counters_.ready_streams;
}

void Runner::Core::tick() {
  if (gone_) return;
  if (session_.is_waiting_for_peer() && Clock::now() - opened_ > settings_.handshake) {
    add(counters_.handshake_timeouts);
    log_.error("handshake_timeout",
               {{"package_id", settings_.package_id}, {"mend", mend_package_id}});
    return finish(
        http2::Status::failed_precondition,
        "the peer did not accept package id " + settings_.package_id + ": " + mend_package_id);
  }
  end_late_ones();
  if (counters_.draining && session_.transactions() == 0) finish(http2::Status::ok, "draining");
}

void Runner::Core::end_late_ones() {
  const auto now = Clock::now();
  std::vector<Active*> late;
  std::vector<Active*> unanswered;
  session_.for_each([&](Active& active) {
    if (now - active.transaction->begun() > settings_.deadline) {
      late.push_back(&active);
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
  add(counters_.messages_sent);
  add(counters_.bytes_sent, message.size());
  outlet_.send(std::move(message));
}

void Runner::Core::finish(http2::Status status, const std::string& why) {
  if (gone_) return;
  if (status != http2::Status::ok) log_.warn("stream_finished", {{"why", why}});
  outlet_.finish(status, why);
}

void Runner::Core::ignored(const PeerMessage& message, Ignored why) {
  const auto reason = static_cast<std::size_t>(why);
  add(counters_.ignored.at(reason));
  log_.warn("message_ignored", {{"type", name_of(message.type())},
                                {"txid", message.txid()},
                                {"why", ignored_names.at(reason)}});
}

void Runner::Core::duplicate(const TransactionId& id) {
  add(counters_.duplicates);
  add(counters_.failed);
  log_.warn("duplicate_transaction", {{"channel", id.channel}, {"txid", id.txid}});
}

/// Who calls back into a transaction that is running is let in always: the transaction waits for
/// it.
bool Runner::Core::is_admitted(const TransactionId& id, bool is_nested) {
  if (is_nested) return true;
  const bool draining = counters_.draining;
  if (!draining && session_.transactions() <= settings_.transactions) return true;
  add(draining ? counters_.draining_refused : counters_.busy);
  add(counters_.failed);
  log_.warn("transaction_refused",
            {{"channel", id.channel}, {"txid", id.txid}, {"why", draining ? "draining" : "busy"}});
  return false;
}

void Runner::Core::begin(Active& active, PeerMessage message) {
  std::vector<ChaincodePlace> callers;
  const auto same_txid = session_.find_all(active.id.txid);
  for (const Active* other : same_txid) {
    if (other == &active || other->callee.empty()) continue;
    const auto& above = other->transaction->callers();
    callers.insert(callers.end(), above.begin(), above.end());
    callers.push_back(place_of(other->callee));
  }
  if (!is_admitted(active.id, same_txid.size() > 1)) {
    const char* why = counters_.draining ? "draining: this chaincode server is about to end"
                                         : "busy: too many transactions";
    return session_.end(active, error_message(active.id, why));
  }
  active.transaction = std::make_shared<Transaction>(environment_, std::move(message),
                                                     session_.abilities(), std::move(callers));
  deliver(active, {.kind = Delivery::Kind::begin});
}

void Runner::Core::answer(Active& active, PeerMessage message) {
  deliver(active, {.kind = Delivery::Kind::answer, .answer = std::move(message)});
}

void Runner::Core::deliver(Active& active, Delivery delivery) {
  follow(active, active.transaction->take(std::move(delivery)));
}

void Runner::Core::follow(Active& active, Step step) {
  switch (step.kind) {
    case Step::Kind::nothing:
      return;
    case Step::Kind::ask:
      active.callee = std::move(step.callee);
      active.asked = Clock::now();
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

Runner::Runner(http2::Outlet& outlet, Environment& environment)
    : core_(std::make_shared<Core>(outlet, environment)) {}
Runner::~Runner() { core_->closed(); }
void Runner::received(Bytes message) { core_->received(std::move(message)); }
void Runner::half_closed() { core_->finish(http2::Status::ok, ""); }
void Runner::closed() { core_->closed(); }
void Runner::tick() { core_->tick(); }

}  // namespace tradelane::shim
