// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/runner.hpp"

#include <cstdlib>
#include <vector>

#include "chaincode/base/fault_point.hpp"
#include "chaincode/shim/fiber.hpp"
#include "chaincode/shim/stub.hpp"

namespace tradelane::shim {
namespace {

constexpr const char* mend_package_id =
    "give the server the package-id that `peer lifecycle chaincode queryinstalled` prints";

ledger::Outcome refused(const Error& error) {
  return {.status = status_of(info(error.code).kind), .message = error.message()};
}

}  // namespace

struct Runner::Transaction {
  TransactionId id;
  Message proposal;
  Clock::time_point begun = Clock::now();
  std::optional<Message> answer = {};
  bool abandoned = false;
  std::string function = {};
  int status = 0;
  std::unique_ptr<Fiber> fiber = {};
};

Runner::Runner(http2::Outlet& outlet, const ledger::Chaincode& chaincode, const Settings& settings,
               Counters& counters, Log& log)
    : outlet_(outlet),
      chaincode_(chaincode),
      settings_(settings),
      counters_(counters),
      log_(log),
      session_(settings.package_id, *this) {
  session_.open();
}

Runner::~Runner() { abandon_all(); }

void Runner::received(Bytes bytes) {
  Message message;
  if (message.ParseFromString(bytes)) {
    session_.receive(message);
  } else {
    session_.receive_garbage();
  }
  if (session_.is_ready() && !counted_ready_) {
    counted_ready_ = true;
    ++counters_.ready_streams;
    log_.info("peer_ready", {{"package_id", settings_.package_id}});
  }
}

void Runner::half_closed() { finish(http2::Status::ok, ""); }

void Runner::closed() {
  gone_ = true;
  abandon_all();
  if (counted_ready_) --counters_.ready_streams;
  counted_ready_ = false;
}

void Runner::tick() {
  if (gone_) return;
  const auto now = Clock::now();
  if (session_.is_waiting_for_peer() && now - opened_ > settings_.handshake) {
    log_.error("handshake_timeout",
               {{"package_id", settings_.package_id}, {"mend", mend_package_id}});
    return finish(
        http2::Status::failed_precondition,
        "the peer did not accept package id " + settings_.package_id + ": " + mend_package_id);
  }
  std::vector<TransactionId> late;
  for (const auto& [id, transaction] : transactions_)
    if (now - transaction->begun > settings_.deadline) late.push_back(id);
  for (const TransactionId& id : late) {
    transactions_.at(id)->abandoned = true;
    resume(*transactions_.at(id));
  }
  if (counters_.draining && transactions_.empty()) finish(http2::Status::ok, "draining");
}

void Runner::send(const Message& message) {
  if (!gone_) outlet_.send(message.SerializeAsString());
}

void Runner::finish(http2::Status status, const std::string& why) {
  if (gone_) return;
  if (status != http2::Status::ok) log_.warn("stream_finished", {{"why", why}});
  outlet_.finish(status, why);
}

void Runner::ignored(const Message& message, const char* why) {
  log_.warn("message_ignored",
            {{"type", std::int64_t{message.type()}}, {"txid", message.txid()}, {"why", why}});
}

void Runner::begin(const TransactionId& id, const Message& message) {
  const char* refusal = nullptr;
  if (counters_.draining) refusal = "draining: this chaincode server is about to end";
  if (transactions_.size() >= settings_.transactions) refusal = "busy: too many transactions";
  if (refusal != nullptr) {
    const Message reply = failed(id, refusal);
    ++counters_.failed;
    return session_.end(id, &reply);
  }
  auto transaction = std::make_unique<Transaction>(Transaction{.id = id, .proposal = message});
  Transaction& placed = *transactions_.emplace(id, std::move(transaction)).first->second;
  placed.fiber = std::make_unique<Fiber>([this, &placed] { execute(placed); });
  ++counters_.in_flight;
  fault_point("shim.begun");
  resume(placed);
}

void Runner::answer(const TransactionId& id, const Message& message) {
  const auto at = transactions_.find(id);
  if (at == transactions_.end()) return;
  at->second->answer = message;
  resume(*at->second);
}

/// Runs the fiber on; the transaction is gone afterwards if that was its last part.
void Runner::resume(Transaction& transaction) {
  transaction.fiber->resume();
  if (!transaction.fiber->done()) return;
  --counters_.in_flight;
  transactions_.erase(TransactionId(transaction.id));
}

/// The body of a fiber. No exception leaves it.
void Runner::execute(Transaction& transaction) {
  const std::optional<Message> reply = outcome_of(transaction);
  count(reply, transaction);
  fault_point("shim.executed");
  session_.end(transaction.id, reply ? &*reply : nullptr);
}

/// Business refusals are COMPLETED, faults are ERROR, and who has been abandoned is not answered.
std::optional<Message> Runner::outcome_of(Transaction& transaction) {
  std::string fault;
  try {
    Message reply = run(transaction);
    if (reply.ByteSizeLong() <= settings_.message_bytes) return reply;
    fault = "the answer is larger than the limit of " + std::to_string(settings_.message_bytes);
  } catch (const Abandoned&) {
    return std::nullopt;
  } catch (const std::exception& error) {
    fault = error.what();
  } catch (...) {
    fault = "an exception of unknown type";
  }
  return failed(transaction.id, fault);
}

Message Runner::run(Transaction& transaction) {
  const auto call = read_invocation(transaction.proposal);
  if (!call) throw Fault(call.error().message());
  if (!call->args.empty()) transaction.function = utf8_or_marked(call->args.front());
  ledger::Outcome outcome;
  if (is_outside_window(call->time)) {
    outcome = refused(refuse(Code::tx_time));
  } else {
    Stub stub(transaction.id, session_.abilities(), settings_.message_bytes,
              [&](const Message& message) { return ask(transaction, message); });
    outcome = chaincode_.invoke(*call, stub);
    if (outcome.status < 400) stub.write(outcome.changes);
  }
  transaction.status = outcome.status;
  return completed(transaction.id, outcome);
}

Bytes Runner::ask(Transaction& transaction, const Message& message) {
  Fiber::require_suspendable();
  if (transaction.abandoned) throw Abandoned("the transaction is over");
  if (!session_.ask(transaction.id, message)) throw Abandoned("the stream is over");
  fault_point("shim.asked");
  Fiber::suspend();
  if (transaction.abandoned) throw Abandoned("the transaction is over");
  if (!transaction.answer) throw Fault("resumed without an answer");
  const Message answer = *std::exchange(transaction.answer, std::nullopt);
  if (answer.type() == Message::ERROR) throw PeerError(utf8_or_marked(answer.payload()));
  return answer.payload();
}

bool Runner::is_outside_window(Timestamp time) const {
  if (settings_.time_window.count() == 0 || !settings_.now) return false;
  return std::abs(settings_.now().seconds - time.seconds) > settings_.time_window.count();
}

void Runner::count(const std::optional<Message>& reply, const Transaction& transaction) {
  const bool is_error = reply && reply->type() == Message::ERROR;
  auto& counter = !reply                      ? counters_.abandoned
                  : is_error                  ? counters_.failed
                  : transaction.status >= 400 ? counters_.refused
                                              : counters_.completed;
  ++counter;
  const auto micros =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - transaction.begun);
  log_.write(is_error || !reply ? LogLevel::warn : LogLevel::debug, "transaction",
             {{"channel", transaction.id.channel},
              {"txid", transaction.id.txid},
              {"function", transaction.function},
              {"status", std::int64_t{transaction.status}},
              {"micros", std::int64_t{micros.count()}}});
}

void Runner::abandon_all() {
  while (!transactions_.empty()) {
    Transaction& transaction = *transactions_.begin()->second;
    transaction.abandoned = true;
    resume(transaction);
  }
}

}  // namespace tradelane::shim
