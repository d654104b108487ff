// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/transaction.hpp"

#include <algorithm>
#include <utility>

#include "chaincode/base/fault_point.hpp"
#include "chaincode/shim/text.hpp"

namespace tradelane::shim {
namespace {

constexpr std::size_t longest_logged = 128;
/// Of the text of an ERROR: what is thrown may be of any size, and a message may not.
constexpr std::size_t longest_fault = 64 * 1024;

std::string limit_text(const char* what, std::size_t limit) {
  return std::string(what) + " exceeds the limit of " + std::to_string(limit);
}

/// The token that a refusal's message begins with: "EBL_NOT_HOLDER" of "EBL_NOT_HOLDER: ...".
std::string token_of(std::string_view message) {
  const auto colon = message.find(':');
  return utf8_or_marked(message.substr(0, std::min(colon, longest_logged)));
}

std::size_t bucket_of(std::int64_t micros) {
  const auto at = std::lower_bound(duration_bounds.begin(), duration_bounds.end(), micros);
  return static_cast<std::size_t>(at - duration_bounds.begin());
}

/// Adds up the round trips of a transaction, however it ends.
struct CountTally {
  Stub& stub;
  Counters& counters;
  ~CountTally() {
    const Tally& tally = stub.tally();
    add(counters.round_trips, tally.round_trips);
    add(counters.saved_by_batches, tally.saved_by_batches);
    add(counters.saved_by_multi_get, tally.saved_by_multi_get);
    add(counters.saved_by_cache, tally.saved_by_cache);
  }
};

}  // namespace

Transaction::Transaction(Environment& environment, PeerMessage message, PeerAbilities abilities,
                         std::vector<ChaincodePlace> callers)
    : environment_(environment),
      message_(std::move(message)),
      abilities_(abilities),
      callers_(std::move(callers)) {
  ++environment_.counters.in_flight;
}

Transaction::~Transaction() { --environment_.counters.in_flight; }

Transaction::Step Transaction::take(Delivery delivery) {
  if (ended_) return {};
  if (delivery.kind == Delivery::Kind::abandoned) abandon();
  delivery_ = std::move(delivery);
  delivered_ = Clock::now();
  step_ = {};
  if (fiber_) {
    fiber_->resume();
  } else {
    begin();
  }
  if (!fiber_ || fiber_->done()) {
    ended_ = true;
    fiber_.reset();  // its stack is free for the next one
  }
  return std::move(step_);
}

/// Without memory for a stack this transaction fails; those that have theirs go on.
void Transaction::begin() {
  fault_point("shim.begun");
  try {
    fiber_.emplace([this] { run(); });
    fiber_->resume();
  } catch (const std::exception& error) {
    fiber_.reset();
    end_with(fault_reply(error.what()));
  }
}

PeerMessage Transaction::ask(Bytes message, const std::string& callee) {
  const auto asked = Clock::now();
  if (is_over(asked)) throw Abandoned("the transaction is over");
  step_ = {
      .kind = Step::Kind::ask, .message = std::move(message), .callee = callee, .asked = asked};
  Fiber::suspend();
  Delivery delivery = *std::exchange(delivery_, std::nullopt);
  if (is_over(delivered_)) throw Abandoned("the transaction is over");
  if (delivery.kind == Delivery::Kind::unanswered)
    throw Unanswered("the peer has not answered within " +
                     std::to_string(environment_.settings.request_deadline.count()) + " ms");
  if (!delivery.answer) throw Fault("resumed without an answer");
  return std::move(*delivery.answer);
}

bool Transaction::is_over(Clock::time_point now) const {
  return abandoned_ || now - begun_ > environment_.settings.deadline;
}

/// The body of the fiber. No exception leaves it.
void Transaction::run() { end_with(is_over(delivered_) ? Bytes() : outcome()); }

void Transaction::end_with(Bytes reply) {
  const auto end = Clock::now();
  if (is_over(end)) reply.clear();
  count(reply, end);
  fault_point("shim.executed");
  step_ = {.kind = Step::Kind::end, .message = std::move(reply)};
}

/// Business refusals are COMPLETED, faults are ERROR, and who has been abandoned is not answered.
Bytes Transaction::outcome() {
  std::string fault;
  try {
    return execute();
  } catch (const Abandoned&) {
    return {};
  } catch (const LimitExceeded& error) {
    add(environment_.counters.over_limit);
    fault = error.what();
  } catch (const std::exception& error) {
    fault = error.what();
  } catch (...) {
    fault = "an exception of unknown type";
  }
  return fault_reply(fault);
}

Bytes Transaction::fault_reply(std::string_view fault) {
  status_ = 0;
  code_ = utf8_or_marked(fault.substr(0, longest_logged));
  return codec::encode_error(message_.transaction(),
                             utf8_or_marked(fault.substr(0, longest_fault)));
}

Bytes Transaction::execute() {
  Stub stub({.message = message_,
             .input = read_call(),
             .abilities = abilities_,
             .settings = environment_.settings,
             .identities = environment_.identities,
             .callers = callers_},
            *this);
  const CountTally tally{stub, environment_.counters};
  Bytes reply;
  std::exception_ptr fault;
  try {
    reply = answer(stub);
  } catch (...) {
    fault = std::current_exception();
  }
  // Outside of the handler: the fiber waits meanwhile, and others have exceptions of their own.
  try {
    stub.close_left_queries();
  } catch (const std::exception&) {
    if (!fault) throw;  // else the first one is told
  }
  if (fault) std::rethrow_exception(fault);
  return reply;
}

Bytes Transaction::answer(Stub& stub) {
  Response response;
  if (is_outside_window(stub)) {
    const Error error = refuse(Code::tx_time);
    response = Response::refusal(status_of(info(error.code).kind), error.message());
  } else {
    response = environment_.chaincode.invoke(stub);
  }
  Bytes reply = stub.complete(response);
  status_ = response.status;
  if (!response.is_success()) code_ = token_of(response.message);
  return reply;
}

Input Transaction::read_call() {
  const Settings& settings = environment_.settings;
  if (message_.bytes().size() > settings.message_bytes)
    throw LimitExceeded(limit_text("a call", settings.message_bytes));
  auto input = read_input(message_);
  if (!input) throw Fault("the call cannot be read");
  if (message_.type() == MessageType::init) input->is_init = true;
  if (!input->args.empty())
    function_ = utf8_or_marked(input->args.front().substr(0, longest_logged));
  if (input->args.size() > settings.limits.args)
    throw LimitExceeded(limit_text("the number of arguments", settings.limits.args));
  for (const std::string_view arg : input->args)
    if (arg.size() > settings.limits.arg_bytes)
      throw LimitExceeded(limit_text("an argument", settings.limits.arg_bytes));
  return std::move(*input);
}

bool Transaction::is_outside_window(const Stub& stub) const {
  const Settings& settings = environment_.settings;
  if (settings.time_window.count() == 0 || !settings.now) return false;
  // No difference of the two: the client may have claimed any number.
  const std::int64_t now = settings.now().seconds;
  const std::int64_t claimed = stub.time().at.seconds;
  const std::int64_t window = settings.time_window.count();
  return claimed < now - window || claimed > now + window;
}

void Transaction::count(const Bytes& reply, Clock::time_point end) {
  Counters& counters = environment_.counters;
  const bool is_error = !reply.empty() && status_ == 0;
  add(reply.empty()   ? counters.abandoned
      : is_error      ? counters.failed
      : status_ < 400 ? counters.completed
                      : counters.refused);
  const std::int64_t micros =
      std::chrono::duration_cast<std::chrono::microseconds>(end - begun_).count();
  add(counters.durations.at(bucket_of(micros)));
  add(counters.duration_micros, static_cast<std::uint64_t>(micros));
  const std::string_view function(function_);
  const auto colon = function.rfind(':');
  const bool has_contract = colon != std::string_view::npos;
  environment_.log.write(
      is_error || reply.empty() ? LogLevel::warn : LogLevel::debug, "transaction",
      {{"channel", message_.channel()},
       {"txid", message_.txid()},
       {"contract", has_contract ? function.substr(0, colon) : std::string_view()},
       {"function", has_contract ? function.substr(colon + 1) : function},
       {"status", std::int64_t{status_}},
       {"code", reply.empty() ? std::string_view("abandoned") : std::string_view(code_)},
       {"micros", micros}});
}

}  // namespace tradelane::shim
