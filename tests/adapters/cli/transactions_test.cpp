// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/transactions.hpp"

#include <thread>

#include "adapters/cli/acl.hpp"
#include "adapters/cli/metadata.hpp"
#include "adapters/gateway/checkpoint.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/msp_files.hpp"
#include "tests/adapters/cli/paper.hpp"

using namespace tradelane;
using cli::Exit;
using test::GatewayDouble;
using test::json;

namespace {

const test::Person& bank() {
  static const test::Person person = test::person("BankHMSP");
  return person;
}

struct Desk {
  GatewayDouble peer{bank()};
  test::MspFiles files{bank(), peer.address()};

  cli::ConnectionFlags at() const {
    cli::ConnectionFlags flags = files.flags();
    flags.output = cli::Output::json;
    return flags;
  }
  cli::Invoke invoke() const {
    return {.at = at(),
            .what = {.function = "ebl:Transfer", .args = {R"({"b":1, "a":2})"}},
            .endorsers = {"OperatorMSP", "BankHMSP"}};
  }
};

template <class T>
std::string output_of(const T& command) {
  const test::Paper paper;
  if constexpr (requires { cli::run(command, paper.screen); })
    cli::run(command, paper.screen);
  else {
    std::ostringstream out;
    cli::run(command, out);
    return out.str();
  }
  return paper.out.str();
}

::gateway::ChaincodeEventsResponse block(std::uint64_t number, const std::string& id) {
  ::gateway::ChaincodeEventsResponse response;
  response.set_block_number(number);
  auto& event = *response.add_events();
  event.set_tx_id(id);
  event.set_event_name("tradelane.v1");
  event.set_payload(R"([{"id":"1"}])");
  return response;
}

}  // namespace

TEST_CASE("invoke sends canonical arguments to the endorsers named and prints the commit") {
  Desk desk;
  cli::Invoke command = desk.invoke();
  command.what.transient = R"({"c1":"o1"})";
  const Json printed = json(output_of(command));
  CHECK(*printed.find("status") == Json("VALID"));
  CHECK(*printed.find("block") == Json(7));
  CHECK(*printed.find("result") == json(desk.peer.result.get()));
  REQUIRE(desk.peer.endorsed.size() == 1);
  const auto& request = desk.peer.endorsed[0];
  CHECK(*printed.find("transactionId") == Json(request.transaction_id()));
  CHECK(GatewayDouble::args_of(request.proposed_transaction()).at(1) == R"({"a":2,"b":1})");
  CHECK(GatewayDouble::transient_of(request.proposed_transaction()).at("c1") == "o1");
  REQUIRE(request.endorsing_organizations_size() == 2);
  CHECK(request.endorsing_organizations(1) == "BankHMSP");
  CHECK(desk.peer.submitted.size() == 1);
}

TEST_CASE("query prints the contract's answer") {
  Desk desk;
  const cli::Query query{.at = desk.at(), .what = {.function = "ebl:Get"}};
  CHECK(output_of(query) == desk.peer.result.get() + "\n");
  REQUIRE(desk.peer.evaluated.size() == 2);
  CHECK(GatewayDouble::args_of(desk.peer.evaluated[1].proposed_transaction()) ==
        std::vector<std::string>{"ebl:Get", "{}"});
  CHECK(desk.peer.submitted.empty());
}

TEST_CASE("private input that nobody is named for is not sent") {
  Desk desk;
  cli::Query query{.at = desk.at(), .what = {.function = "ebl:Get", .transient = R"({"a":"b"})"}};
  test::check_bad_input([&] { output_of(query); }, "GW_ENDORSERS");
  REQUIRE(desk.peer.evaluated.size() == 1);
  const auto& asked = desk.peer.evaluated[0].proposed_transaction();
  CHECK(GatewayDouble::args_of(asked).at(0) == cli::get_metadata);
  CHECK(GatewayDouble::transient_of(asked).empty());
  query.targets = {"BankHMSP"};
  CHECK(output_of(query) == desk.peer.result.get() + "\n");
  const auto& sent = desk.peer.evaluated.back();
  CHECK(GatewayDouble::transient_of(sent.proposed_transaction()).at("a") == "b");
  REQUIRE(sent.target_organizations_size() == 1);
  CHECK(sent.target_organizations(0) == "BankHMSP");
}

TEST_CASE("how a call can end, with exit status and token") {
  using tradelane::gateway::Failure;
  using tradelane::gateway::GrpcCode;
  using tradelane::gateway::Stage;
  const auto refused = [](const char* text) {
    return Failure{.stage = Stage::endorse,
                   .code = GrpcCode::aborted,
                   .transaction_id = "t",
                   .details = {{"p", "M", std::string("chaincode response ") + text}}};
  };
  const auto commit = [](int code, const char* name) {
    return Failure{
        .stage = Stage::commit, .transaction_id = "t", .validation = code, .validation_name = name};
  };
  struct Row {
    const char* what;
    Failure failure;
    Exit exit;
    const char* token;
    const char* next;
  };
  const Row rows[] = {
      {"malformed", refused("400, ARG_MALFORMED: x"), Exit::refused, "ARG_MALFORMED", "Correct"},
      {"denied", refused("403, EBL_NOT_HOLDER: x"), Exit::refused, "EBL_NOT_HOLDER",
       "identity list"},
      {"unknown", refused("404, EBL_UNKNOWN: x"), Exit::refused, "EBL_UNKNOWN", "Check the id"},
      {"no such transaction", refused("404, TX_UNKNOWN: x"), Exit::refused, "TX_UNKNOWN",
       "tradelane acl"},
      {"conflict", refused("409, FP_DUPLICATE: x"), Exit::refused, "FP_DUPLICATE", "present state"},
      {"fault", refused("500, INVARIANT_X: x"), Exit::refused, "INVARIANT_X", "operator"},
      {"draining", refused("500, shutting down"), Exit::network, "", "call again"},
      {"peer away",
       Failure{.stage = Stage::endorse, .code = GrpcCode::unavailable, .transaction_id = "t"},
       Exit::network, "", "peer's address"},
      {"no rights",
       Failure{
           .stage = Stage::evaluate, .code = GrpcCode::permission_denied, .transaction_id = "t"},
       Exit::network, "", "--profile"},
      {"conflict in the block", commit(11, "MVCC_READ_CONFLICT"), Exit::invalid,
       "MVCC_READ_CONFLICT", "faster"},
      {"policy", commit(10, "ENDORSEMENT_POLICY_FAILURE"), Exit::invalid,
       "ENDORSEMENT_POLICY_FAILURE", "--endorser"},
      {"unknown outcome", Failure{.stage = Stage::commit_status, .transaction_id = "t"},
       Exit::unknown_outcome, "", "tradelane status t"},
      {"client's own refusal", Failure{.stage = Stage::proposal, .transaction_id = "t"},
       Exit::bad_input, "", "--endorser"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto problem = cli::problem_of(row.failure);
    CHECK(static_cast<int>(problem.exit) == static_cast<int>(row.exit));
    CHECK(problem.token == row.token);
    CHECK(problem.transaction_id == "t");
    CHECK(problem.next.find(row.next) != std::string::npos);
  }
}

TEST_CASE("what a peer lacks to endorse, and who mends it") {
  using tradelane::gateway::Failure;
  using tradelane::gateway::GrpcCode;
  using tradelane::gateway::Stage;
  struct Row {
    GrpcCode code;
    const char* text;
    const char* next;
  };
  const Row rows[] = {
      {GrpcCode::failed_precondition, "No metadata was found for chaincode t in channel trade",
       "after a deployment"},
      {GrpcCode::aborted,
       "error creating grpc connection to 127.0.0.1:9: context deadline exceeded", "tls_refused"},
      {GrpcCode::aborted, "chaincode registration failed: connection to t_1:0 terminated",
       "--package-id"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto problem = cli::problem_of(
        Failure{.stage = Stage::endorse, .code = row.code, .details = {{"p", "M", row.text}}});
    CHECK(static_cast<int>(problem.exit) == static_cast<int>(Exit::network));
    CHECK(problem.next.find(row.next) != std::string::npos);
  }
}

TEST_CASE("an invalid transaction is a problem of its own") {
  Desk desk;
  desk.peer.on_commit_status = [](::gateway::CommitStatusResponse& response) {
    response.set_result(protos::MVCC_READ_CONFLICT);
    return grpc::Status::OK;
  };
  const auto problem = test::problem_in([&] { output_of(desk.invoke()); });
  REQUIRE(problem);
  CHECK(static_cast<int>(problem->exit) == static_cast<int>(Exit::invalid));
}

TEST_CASE("status tells what became of a transaction, or that nobody can tell yet") {
  Desk desk;
  const std::string id(64, 'a');
  const cli::Status status{.at = desk.at(), .transaction_id = id};
  const Json printed = json(output_of(status));
  CHECK(*printed.find("transactionId") == Json(id));
  CHECK(*printed.find("status") == Json("VALID"));
  CHECK(printed.find("result") == nullptr);
  CHECK(desk.peer.statuses.at(0).transaction_id() == id);
  desk.peer.on_commit_status = [](auto&) {
    return grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "not yet");
  };
  const auto problem = test::problem_in([&] { output_of(status); });
  REQUIRE(problem);
  CHECK(static_cast<int>(problem->exit) == static_cast<int>(Exit::unknown_outcome));
}

TEST_CASE("status: what is no transaction id is not asked for") {
  Desk desk;
  for (const std::string& id : {std::string("abc"), std::string(65, 'a'), std::string(64, 'A')})
    test::check_bad_input([&] { output_of(cli::Status{.at = desk.at(), .transaction_id = id}); },
                          "no transaction id");
  CHECK(desk.peer.statuses.empty());
}

TEST_CASE("events are printed one a line, and go on at the checkpoint") {
  Desk desk;
  desk.peer.on_events = [](grpc::ServerContext& context, GatewayDouble::EventsWriter& writer) {
    writer.Write(block(3, "t3"));
    writer.Write(block(5, "t5"));
    while (!context.IsCancelled()) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  };
  cli::Events events{.at = desk.at(), .checkpoint = desk.files.folder.file("cp"), .count = 1};
  CHECK(output_of(events) == R"({"block":3,"name":"tradelane.v1","payload":[{"id":"1"}],)"
                             R"("transactionId":"t3"})"
                             "\n");
  // The peer's double does not heed where it shall begin, so this one is printed again.
  CHECK_FALSE(output_of(events).empty());
  REQUIRE(desk.peer.event_requests.size() == 2);
  CHECK(desk.peer.event_requests[0].start_position().has_next_commit());
  CHECK(desk.peer.event_requests[1].start_position().specified().number() == 4);
  // A first block counts until there is a checkpoint.
  events.from_block = 2;
  output_of(events);
  CHECK(desk.peer.event_requests[2].start_position().specified().number() == 4);
  events.checkpoint = desk.files.folder.file("cp2");
  output_of(events);
  CHECK(desk.peer.event_requests[3].start_position().specified().number() == 2);

  events.checkpoint.clear();
  events.from_block = 0;
  events.count = 0;
  events.timeout_s = 1;
  events.at.output = cli::Output::table;
  CHECK(output_of(events) ==
        "3  t3  tradelane.v1  [{\"id\":\"1\"}]\n"
        "5  t5  tradelane.v1  [{\"id\":\"1\"}]\n");
  CHECK(desk.peer.event_requests[4].start_position().has_specified());
}

TEST_CASE("events: a checkpoint that another process goes on from is refused, and nobody asked") {
  Desk desk;
  const std::string file = desk.files.folder.file("cp");
  tradelane::gateway::CheckpointFile other(file);
  REQUIRE(other.load());
  test::check_bad_input([&] { output_of(cli::Events{.at = desk.at(), .checkpoint = file}); },
                        "another process reads on from the checkpoint: " + file);
  CHECK(desk.peer.event_requests.empty());
}

TEST_CASE("on a terminal each wait says what for") {
  Desk desk;
  desk.peer.on_events = [](auto&, GatewayDouble::EventsWriter& writer) {
    writer.Write(block(3, "t3"));
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  };
  const auto watched = [&](const auto& command) {
    test::Paper paper;
    paper.screen.shows_progress = true;
    test::problem_in([&] { cli::run(command, paper.screen); });
    return paper.err.str();
  };
  const std::string events = watched(cli::Events{.at = desk.at()});
  CHECK(events.find("\x1b[Kwaiting for the next event ...") != std::string::npos);
  CHECK(events.find("\x1b[K1 event so far; waiting for the next event ...") != std::string::npos);
  CHECK(events.ends_with("\r\x1b[K"));
  const std::string metadata = "asking tradelane to describe itself ...\r\x1b[K";
  CHECK(watched(cli::ShowMetadata{.at = desk.at()}).find(metadata) != std::string::npos);
  CHECK(watched(cli::Acl{.at = desk.at()}).find(metadata) != std::string::npos);
  CHECK(watched(desk.invoke()).find("waiting for the commit ...") != std::string::npos);
}

TEST_CASE("an invoke that is on the ledger and cannot be printed names its transaction") {
  Desk desk;
  test::FullDisk disk;
  std::ostream full(&disk);
  full.exceptions(std::ios::badbit);
  std::ostringstream err;
  const cli::Screen screen{.out = full, .err = err};
  const auto problem = test::problem_in([&] { cli::run(desk.invoke(), screen); });
  REQUIRE(problem);
  CHECK(static_cast<int>(problem->exit) == static_cast<int>(Exit::no_output));
  REQUIRE(desk.peer.submitted.size() == 1);
  CHECK(problem->transaction_id == desk.peer.submitted[0].transaction_id());
}

TEST_CASE("events that fail or cannot start say so") {
  Desk desk;
  desk.files.folder.write("cp", "damaged");
  test::check_bad_input(
      [&] { output_of(cli::Events{.at = desk.at(), .checkpoint = desk.files.folder.file("cp")}); },
      "checkpoint is damaged");
  desk.peer.on_events = [](auto&, auto&) {
    return grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "not a reader");
  };
  const auto problem = test::problem_in([&] { output_of(cli::Events{.at = desk.at()}); });
  REQUIRE(problem);
  CHECK(static_cast<int>(problem->exit) == static_cast<int>(Exit::network));
}
