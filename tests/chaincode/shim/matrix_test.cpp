// SPDX-License-Identifier: Apache-2.0
// The table of matrix.cpp for a stream without transport, with each request that can be waited for;
// and the other direction: what a session lets a transaction say.
#include "tests/chaincode/shim/matrix.hpp"

#include <deque>
#include <optional>

#include <doctest/doctest.h>

#include "chaincode/shim/runner.hpp"
#include "tests/chaincode/shim/runner_world.hpp"
#include "tests/support/toy_chaincode_program.hpp"

using namespace tradelane;
using test::MatrixState;
using Message = protos::ChaincodeMessage;

namespace {

class BareStream : public test::MatrixStream {
 public:
  void say(const Message& message) override {
    if (!runner_) return;
    runner_->received(message.SerializeAsString());
    if (runner_) runner_->batch_end();
    // What a transport does after the status has gone out.
    if (!outlet_.finished.empty()) close();
  }
  Message hear() override {
    if (outlet_.sent.empty()) return {};
    Message out = outlet_.sent.front();
    outlet_.sent.erase(outlet_.sent.begin());
    return out;
  }
  void drain() override {
    counters_.draining = true;
    runner_->tick();
  }
  std::size_t in_flight() override { return counters_.in_flight; }

  void close() {
    if (runner_) runner_->closed();
    runner_.reset();
  }
  const std::string& finished() const { return outlet_.finished; }

 private:
  test::ProgramChaincode program_;
  shim::Settings settings_{.package_id = "program:1"};
  shim::Counters counters_;
  Log log_{2, LogLevel::error};
  shim::Environment environment_{
      .chaincode = program_, .settings = settings_, .counters = counters_, .log = log_};
  test::KeepingOutlet outlet_;
  std::unique_ptr<shim::Runner> runner_ = std::make_unique<shim::Runner>(outlet_, environment_);
};

constexpr std::array states{MatrixState::created,        MatrixState::established,
                            MatrixState::ready,          MatrixState::asking,
                            MatrixState::asking_others,  MatrixState::draining,
                            MatrixState::draining_others};

/// Loses `rounds` streams in each state, whatever a transaction waits for: 105 in one round, and
/// three transactions wait on 60 of them.
void lose(int rounds) {
  for (int round = 0; round < rounds; ++round)
    for (const MatrixState state : states)
      for (const test::MatrixRequest& request : test::matrix_requests()) {
        BareStream stream;
        const std::string problem = test::matrix_reach(stream, state, request);
        const std::size_t waiting = stream.in_flight();
        CHECK_FALSE((state >= MatrixState::asking && waiting != 3));
        stream.close();
        if (problem.empty() && stream.in_flight() == 0 &&
            stream.hear().type() == Message::UNDEFINED)
          continue;
        CAPTURE(static_cast<int>(state));
        CAPTURE(Message::Type_Name(request.type));
        FAIL_CHECK(problem << stream.in_flight() << " of " << waiting << " are left over");
      }
}

}  // namespace

TEST_CASE("matrix: every message in every state, whatever a transaction waits for") {
  int cells = 0;
  for (const int type : test::matrix_types()) {
    CAPTURE(test::matrix_row(type));
    for (const MatrixState state : states) {
      for (const test::MatrixRequest& request : test::matrix_requests()) {
        CAPTURE(static_cast<int>(state));
        CAPTURE(Message::Type_Name(request.type));
        BareStream stream;
        CHECK(test::matrix_faults(stream, state, request, type) == "");
        // Only a protocol fault ends it, and with a reason.
        if (!stream.finished().empty()) CHECK(stream.finished().starts_with("3 "));
        ++cells;
      }
    }
  }
  CHECK(cells == 30 * 7 * 15);
}

TEST_CASE("matrix: a stream that is lost in any state leaves nothing behind") { lose(20); }

TEST_CASE("matrix: after the end of a stream nothing is heard, and nothing is said") {
  for (const int type : test::matrix_types()) {
    CAPTURE(type);
    for (const bool by_the_peer : {false, true}) {
      BareStream stream;
      const test::MatrixRequest request = test::matrix_requests().front();
      if (by_the_peer) {
        CHECK(test::matrix_faults(stream, MatrixState::ready, request, Message::RESPONSE) == "");
        stream.close();
      } else {
        CHECK(test::matrix_faults(stream, MatrixState::ready, request, Message::GET_STATE) == "");
      }
      Message message = test::transaction_message({.args = {"get", "k"}});
      message.set_type(static_cast<Message::Type>(type));
      stream.say(message);
      CHECK(stream.hear().type() == Message::UNDEFINED);
      CHECK(stream.in_flight() == 0);
    }
  }
}
