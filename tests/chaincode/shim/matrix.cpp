// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/shim/matrix.hpp"

#include <array>
#include <string_view>

#include "tests/chaincode/shim/stub_peer.hpp"
#include "tests/support/peer/requests.hpp"
#include "tests/support/proposal.hpp"

namespace tradelane::test {
namespace {

using Message = protos::ChaincodeMessage;
using State = MatrixState;

// In the cells: "" it says nothing and goes on; "end" it ends the stream; otherwise what it says.
// "next" is what a transaction says after its answer, "failed" what it says after an ERROR, "begun"
// the first request of a new transaction.
struct Row {
  int type;
  const char* created;
  const char* established;
  const char* ready;
  const char* asking;
  const char* asking_others;
  const char* draining;
  const char* draining_others;
};

constexpr int any_other = -2;

constexpr std::array<Row, 8> table{{
    // A second READY or REGISTERED does no harm: what was announced first counts.
    {Message::REGISTERED, "", "end", "", "", "", "", ""},
    {Message::READY, "end", "", "", "", "", "", ""},
    // A transaction that is running is not begun again; a process that ends begins none.
    {Message::TRANSACTION, "end", "end", "begun", "ERROR", "begun", "ERROR", "ERROR"},
    {Message::INIT, "end", "end", "begun", "ERROR", "begun", "ERROR", "ERROR"},
    // Answers that nobody waits for are late, double, or to another.
    {Message::RESPONSE, "end", "end", "", "next", "", "next", ""},
    {Message::ERROR, "end", "end", "", "failed", "", "failed", ""},
    {Message::KEEPALIVE, "KEEPALIVE", "KEEPALIVE", "KEEPALIVE", "KEEPALIVE", "KEEPALIVE",
     "KEEPALIVE", "KEEPALIVE"},
    // What only a chaincode may say, and numbers that nobody knows.
    {any_other, "end", "end", "end", "end", "end", "end", "end"},
}};

const Row& row_of(int type) {
  for (const Row& row : table)
    if (row.type == type) return row;
  return table.back();
}

const char* cell(const Row& row, State state) {
  switch (state) {
    case State::created:
      return row.created;
    case State::established:
      return row.established;
    case State::ready:
      return row.ready;
    case State::asking:
      return row.asking;
    case State::asking_others:
      return row.asking_others;
    case State::draining:
      return row.draining;
    default:
      return row.draining_others;
  }
}

std::string name_of(int type) {
  const std::string name = Message::Type_Name(static_cast<Message::Type>(type));
  return name.empty() ? "type " + std::to_string(type) : name;
}

Message message_of(int type, const Message& about, const std::string& payload = "") {
  Message out;
  out.set_type(static_cast<Message::Type>(type));
  out.set_channel_id(about.channel_id());
  out.set_txid(about.txid());
  out.set_payload(payload);
  return out;
}

bool is_waiting(State state) { return state >= State::asking; }
bool is_for_others(State state) {
  return state == State::asking_others || state == State::draining_others;
}

/// One cell of the table, played.
class Cell {
 public:
  Cell(MatrixStream& stream, State state, const MatrixRequest& request, int type)
      : stream_(stream), state_(state), request_(request), type_(type) {}

  std::string play() {
    if (!reach().empty()) return faults_;
    const Message said = message();
    stream_.say(said);
    const std::string reaction = listen(said);
    const std::string expected = expectation();
    if (reaction != expected) fault("it says \"" + reaction + "\" instead of \"" + expected + "\"");
    if (!is_over_) finish_others();
    if (!is_over_) finish_own(said, reaction);
    if (stream_.in_flight() != 0) fault(std::to_string(stream_.in_flight()) + " are left over");
    return faults_;
  }

  std::string reach() {
    expect(stream_.hear(), Message::REGISTER, {});
    if (state_ == State::created) return faults_;
    stream_.say(message_of(Message::REGISTERED, {}));
    if (state_ == State::established) return faults_;
    stream_.say(message_of(Message::READY, {}, announced_by_v3_1().SerializeAsString()));
    if (!is_waiting(state_)) return faults_;
    begin(other_txid_, {"get", "k"}, Message::GET_STATE);
    begin(other_channel_, {"get", "k"}, Message::GET_STATE);
    stream_.say(proposal(own_, request_.args));
    for (const std::string& answer : request_.before) {
      (void)stream_.hear();
      stream_.say(message_of(Message::RESPONSE, own_, answer));
    }
    expect(stream_.hear(), request_.type, own_);
    if (state_ == State::draining || state_ == State::draining_others) stream_.drain();
    return faults_;
  }

 private:
  void fault(const std::string& what) { faults_ += what + "; "; }

  void expect(const Message& heard, int type, const Message& about) {
    if (heard.type() != type || heard.txid() != about.txid() ||
        heard.channel_id() != about.channel_id())
      fault("on the way there it says " + name_of(heard.type()) + " instead of " + name_of(type));
  }

  static Message proposal(const Message& like, const std::vector<std::string>& args) {
    Message out = like;
    protos::ChaincodeInput input;
    for (const std::string& arg : args) input.add_args(arg);
    out.set_payload(input.SerializeAsString());
    return out;
  }

  void begin(const Message& like, const std::vector<std::string>& args, int asks) {
    stream_.say(proposal(like, args));
    expect(stream_.hear(), asks, like);
  }

  Message message() const {
    const Message& about = is_for_others(state_) || !is_waiting(state_) ? nobody_ : own_;
    if (type_ == Message::TRANSACTION || type_ == Message::INIT) {
      Message out = proposal(about, {"get", "k"});
      out.set_type(static_cast<Message::Type>(type_));
      return out;
    }
    if (type_ == Message::REGISTERED || type_ == Message::READY) return message_of(type_, {});
    return message_of(type_, about, type_ == Message::RESPONSE ? request_.answer : "any payload");
  }

  std::string expectation() const {
    const std::string_view text = cell(row_of(type_), state_);
    if (text == "next") return request_.next;
    if (text == "failed") return request_.after_error;
    if (text == "begun") return "GET_STATE";
    return std::string(text);
  }

  /// What it says until it answers a KEEPALIVE that was said last.
  std::string listen(const Message& said) {
    stream_.say(message_of(Message::KEEPALIVE, {}, "last"));
    std::string out;
    for (;;) {
      const Message heard = stream_.hear();
      is_over_ = heard.type() == Message::UNDEFINED;
      if (is_over_) return out + "end";
      if (heard.type() == Message::KEEPALIVE && heard.payload() == "last") return out;
      if (heard.txid() != said.txid() || heard.channel_id() != said.channel_id())
        fault("it speaks for another transaction");
      out += name_of(heard.type());
    }
  }

  /// What waits beside is still there, and gets what is its own.
  void finish_others() {
    if (!is_waiting(state_)) return;
    for (const Message* other : {&other_txid_, &other_channel_}) {
      stream_.say(message_of(Message::RESPONSE, *other, other->channel_id() + "'s value"));
      const Message end = stream_.hear();
      expect(end, Message::COMPLETED, *other);
      protos::Response response;
      response.ParseFromString(end.payload());
      if (response.payload() != "get \"" + other->channel_id() + "'s value\"\n")
        fault("a transaction beside gets \"" + response.payload() + "\"");
    }
  }

  /// Whatever has not come to its end is answered to it.
  void finish_own(const Message& said, std::string reaction) {
    if (std::string_view(cell(row_of(type_), state_)) == "begun") answer(said, "v");
    if (!is_waiting(state_)) return;
    const bool is_answer = type_ == Message::RESPONSE || type_ == Message::ERROR;
    if (!is_answer || is_for_others(state_)) reaction = answer(own_, request_.answer);
    // Some go on with another request.
    if (reaction == "GET_STATE") reaction = answer(own_, "v");
    if (!is_answer && reaction != "COMPLETED") fault("it ends with " + reaction);
  }

  std::string answer(const Message& to, const std::string& payload) {
    stream_.say(message_of(Message::RESPONSE, to, payload));
    const Message heard = stream_.hear();
    if (heard.type() == Message::UNDEFINED) fault("it does not go on");
    return name_of(heard.type());
  }

  MatrixStream& stream_;
  const State state_;
  const MatrixRequest& request_;
  const int type_;
  bool is_over_ = false;
  std::string faults_ = {};

  const Message own_ = transaction_message({.nonce = "own"});
  const Message other_txid_ = transaction_message({.nonce = "other"});
  const Message nobody_ = transaction_message({.nonce = "nobody"});
  const Message other_channel_ = [this] {
    Message out = own_;
    out.set_channel_id("elsewhere");
    return out;
  }();
};

std::string nested_answer() {
  protos::Response response;
  response.set_status(200);
  return message_of(Message::COMPLETED, {}, response.SerializeAsString()).SerializeAsString();
}

}  // namespace

std::vector<MatrixRequest> matrix_requests() {
  const std::string more = page_of({"a", "b"}, true);
  const std::string last = page_of({}, false);
  return {
      {Message::GET_STATE, {"get", "k"}, {}, "v"},
      {Message::GET_STATE_MULTIPLE, {"get_all", "2", "k", "l"}, {}, values_of({"v", ""})},
      {Message::PUT_STATE, {"put", "k", "v"}, {}, ""},
      {Message::DEL_STATE, {"del", "k"}, {}, ""},
      {Message::PUT_STATE_METADATA, {"set_policy", "k", key_policy}, {}, ""},
      {Message::PURGE_PRIVATE_DATA, {"ppurge", "c", "k"}, {}, ""},
      {Message::WRITE_BATCH_STATE, {"put", "k", "v", "del", "l"}, {}, ""},
      {Message::GET_STATE_METADATA, {"policy", "k"}, {}, ""},
      {Message::GET_PRIVATE_DATA_HASH, {"phash", "c", "k"}, {}, "h"},
      {Message::GET_STATE_BY_RANGE, {"range", "a", "z", "0"}, {}, last},
      {Message::GET_QUERY_RESULT, {"rich", "{}", "0"}, {}, last},
      {Message::GET_HISTORY_FOR_KEY, {"history", "k", "0"}, {}, last},
      {Message::QUERY_STATE_NEXT, {"range", "a", "z", "0"}, {more}, last},
      {Message::QUERY_STATE_CLOSE, {"range", "a", "z", "1", "get", "k"}, {more}, last, "GET_STATE"},
      // A callee's failure is the caller's to answer for.
      {Message::INVOKE_CHAINCODE,
       {"call", "callee", "", "0"},
       {},
       nested_answer(),
       "COMPLETED",
       "COMPLETED"},
  };
}

std::string matrix_faults(MatrixStream& stream, MatrixState state, const MatrixRequest& request,
                          int type) {
  return Cell(stream, state, request, type).play();
}

std::string matrix_reach(MatrixStream& stream, MatrixState state, const MatrixRequest& request) {
  return Cell(stream, state, request, 0).reach();
}

std::vector<int> matrix_types() {
  std::vector<int> out{-1, 99, 1'000'000};
  for (int type = 0; type <= 26; ++type) out.push_back(type);
  return out;
}

std::string matrix_row(int type) {
  const Row& row = row_of(type);
  std::string out = name_of(type);
  for (int state = 0; state <= static_cast<int>(State::draining_others); ++state)
    out += std::string(" | ") + cell(row, static_cast<State>(state));
  return out;
}

}  // namespace tradelane::test
