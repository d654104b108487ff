// SPDX-License-Identifier: Apache-2.0
// A peer that says anything to one stream of a chaincode, from REGISTER to the end: every
// transaction that it begins is answered once or, when the stream ends, given up; there is never
// more than one request of it under way; and nothing is left.
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "chaincode/shim/codec/peer.hpp"
#include "chaincode/shim/runner.hpp"
#include "tests/fuzz/answers.hpp"
#include "tests/fuzz/script.hpp"

namespace tradelane::fuzz {
namespace {

namespace codec = shim::codec;
using codec::MessageType;
using codec::MessageView;

struct Scripted : shim::Chaincode {
  shim::Response invoke(shim::Stub& stub) const override {
    return run_script(stub, stub.function());
  }
};

/// The peer's end: knows what the chaincode may say now, and has it said nothing else.
class Peer : public shim::http2::Outlet {
 public:
  using Id = std::pair<Bytes, Bytes>;  // channel and txid

  void send(Bytes bytes) override {
    const auto message = codec::decode<MessageView>(bytes);
    require(message.has_value(), "a chaincode sends messages");
    require(!is_finished_, "nothing is said after the end");
    const Id id = id_of(*message);
    switch (message->type) {
      case MessageType::register_chaincode:
        return require(!std::exchange(is_registered_, true), "REGISTER is said once");
      case MessageType::keepalive:
        return require(std::exchange(echo_, std::nullopt) == bytes, "KEEPALIVE comes back");
      case MessageType::completed:
      case MessageType::error:
        return end(id, message->type);
      default:
        return ask(id, message->type);
    }
  }
  void finish(shim::http2::Status, std::string) override { is_finished_ = true; }
  std::size_t queued_bytes() const override { return 0; }

  /// The peer is about to say `bytes`.
  void says(const Bytes& bytes) {
    about_ = std::nullopt;
    if (state_ == State::over) return;
    const auto message = codec::decode<MessageView>(bytes);
    if (!message) {
      state_ = State::over;
    } else if (message->type == MessageType::keepalive) {
      echo_ = bytes;
    } else {
      says(*message);
    }
  }
  /// It has said so, and everything that follows from it has happened.
  void has_said() {
    require(!echo_, "KEEPALIVE comes back at once");
    require(!duplicate_, "a transaction that runs already is refused at once");
    require(state_ != State::over || is_finished_, "what may not be said ends the stream");
    if (!about_) return;
    const auto at = open_.find(*about_);
    if (at == open_.end() || at->second) return;
    require(is_forgotten_, "a transaction asks or ends");
    open_.erase(at);
  }

  /// The request that the nth of the open transactions waits for.
  std::optional<std::pair<Id, MessageType>> waiting(std::size_t nth) const {
    if (open_.empty()) return std::nullopt;
    const auto at = std::next(open_.begin(), static_cast<std::ptrdiff_t>(nth % open_.size()));
    return std::pair(at->first, at->second.value());
  }
  std::uint64_t begun() const { return begun_; }

 private:
  enum class State : std::uint8_t { created, established, ready, over };

  static Id id_of(const MessageView& message) {
    return {Bytes(message.channel), Bytes(message.txid)};
  }

  void says(const MessageView& message) {
    const MessageType type = message.type;
    if (state_ == State::created) {
      state_ = type == MessageType::registered ? State::established : State::over;
    } else if (state_ == State::established) {
      state_ = type == MessageType::ready ? State::ready : State::over;
    } else if (type == MessageType::init || type == MessageType::transaction) {
      begins(id_of(message));
    } else if (type == MessageType::response || type == MessageType::error) {
      answers(id_of(message), message);
    } else if (type != MessageType::registered && type != MessageType::ready) {
      state_ = State::over;
    }
  }
  void begins(const Id& id) {
    if (id.second.empty()) return;
    ++begun_;
    about_ = id;
    if (!open_.emplace(id, std::nullopt).second) duplicate_ = id;
  }
  void answers(const Id& id, const MessageView& message) {
    const auto at = open_.find(id);
    if (at == open_.end()) return;
    about_ = id;
    at->second = std::nullopt;
    const std::string_view cause = shim::cause_of(message.payload);
    is_forgotten_ = message.type == MessageType::error &&
                    (cause == "no ledger context" || cause == "could not get valid transaction");
  }

  void end(const Id& id, MessageType type) {
    if (duplicate_ == id && type == MessageType::error) return duplicate_.reset();
    require(open_.erase(id) == 1, "a transaction ends once");
  }
  void ask(const Id& id, MessageType type) {
    const auto at = open_.find(id);
    require(at != open_.end(), "who asks is a transaction that runs");
    require(!std::exchange(at->second, type), "one request is under way");
  }

  State state_ = State::created;
  bool is_registered_ = false;
  bool is_finished_ = false;
  bool is_forgotten_ = false;
  std::optional<Bytes> echo_;
  std::optional<Id> about_;
  std::optional<Id> duplicate_;
  std::map<Id, std::optional<MessageType>> open_;  // by what it waits for
  std::uint64_t begun_ = 0;
};

struct Stream {
  Scripted chaincode = {};
  shim::Settings settings{.package_id = "fuzz:1",
                          .message_bytes = 4'000,
                          .transactions = 3,
                          .limits = {.args = 2, .writes = 20, .reads = 50}};
  shim::Counters counters = {};
  Log log{-1, LogLevel::error};
  shim::Environment environment{
      .chaincode = chaincode, .settings = settings, .counters = counters, .log = log};
  Peer peer = {};
  std::unique_ptr<shim::Runner> runner = std::make_unique<shim::Runner>(peer, environment);

  void say(const Bytes& bytes) {
    peer.says(bytes);
    runner->received(bytes);
    peer.has_said();
  }
  void say(const MessageView& message) { say(codec::encode_message(message)); }
};

MessageView some_head(Source& source, MessageType type) {
  static constexpr std::array<std::string_view, 3> txids{"t", "u", "v"};
  static constexpr std::array<std::string_view, 2> channels{"c", "d"};
  return {.type = type,
          .txid = txids.at(source.below(txids.size())),
          .channel = channels.at(source.below(channels.size()))};
}

void say_ready(Stream& stream, Source& source) {
  stream.say(MessageView{.type = MessageType::registered});
  const std::uint32_t batch = source.octet();
  stream.say(codec::encode_message(
      {.type = MessageType::ready},
      codec::ChaincodeAdditionalParams{.use_write_batch = batch > 0,
                                       .max_size_write_batch = batch,
                                       .use_get_multiple_keys = batch % 2 == 0,
                                       .max_size_get_multiple_keys = batch}));
}

void begin(Stream& stream, Source& source) {
  const std::string_view args[] = {source.piece()};
  const MessageView head = some_head(source, MessageType::transaction);
  const codec::ChaincodeInput input{.args = std::span<const std::string_view>(args)};
  stream.say(codec::encode_message(head, input));
}

void answer(Stream& stream, Source& source) {
  const auto waiting = stream.peer.waiting(source.octet());
  if (!waiting) return;
  const bool is_error = source.below(8) == 1;
  const Bytes payload = answer_payload(waiting->second, source);
  stream.say(MessageView{.type = is_error ? MessageType::error : MessageType::response,
                         .payload = payload,
                         .txid = waiting->first.second,
                         .channel = waiting->first.first});
}

void say_anything(Stream& stream, Source& source) {
  MessageView message = some_head(source, static_cast<MessageType>(source.below(30)));
  message.payload = source.piece();
  stream.say(message);
}

void step(Stream& stream, Source& source) {
  switch (source.below(8)) {
    case 0:
      return say_ready(stream, source);
    case 1:
      return say_anything(stream, source);
    case 2:
      return stream.say(Bytes(source.piece()));
    case 3:
      return stream.runner->batch_end();
    case 4:
      return stream.runner->tick();
    case 5:
      return begin(stream, source);
    default:
      return answer(stream, source);
  }
}

}  // namespace

void stream(std::string_view bytes) {
  Source source(bytes);
  Stream stream;
  for (int steps = 0; !source.empty() && steps < 100; ++steps) step(stream, source);
  stream.runner.reset();
  const shim::Counters& counters = stream.counters;
  require(counters.in_flight == 0, "no transaction is left");
  require(counters.completed + counters.refused + counters.failed + counters.abandoned ==
              stream.peer.begun(),
          "every transaction is counted once");
}

}  // namespace tradelane::fuzz
