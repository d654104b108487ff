// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/metadata.hpp"

#include "tests/adapters/cli/msp_files.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/adapters/cli/sample_metadata.hpp"

using namespace tradelane;

namespace {

struct Desk {
  test::Person bank = test::person("BankHMSP");
  test::GatewayDouble peer{bank};
  test::MspFiles files{bank, peer.address()};

  Desk() { peer.result = test::sample_metadata; }
  std::vector<std::string> words(const std::vector<std::string>& more) const {
    return test::with(more, files.words());
  }
};

}  // namespace

TEST_CASE("transactions are found by their name, and by its last part where one alone has it") {
  const cli::Metadata metadata = test::metadata();
  CHECK(metadata.names() ==
        std::vector<std::string>{"Assets:Create", "Assets:Count", "ebl:Transfer"});
  REQUIRE(metadata.find("ebl:Transfer") != nullptr);
  CHECK(metadata.find("ebl:Transfer")->call == "submit");
  CHECK(metadata.find("Count")->call == "evaluate");
  CHECK(metadata.find("Transfe") == nullptr);
  CHECK(cli::takes_one_object(*metadata.find("ebl:Transfer"), metadata.root));
  CHECK_FALSE(cli::takes_one_object(*metadata.find("Create"), metadata.root));
}

TEST_CASE("a name that several contracts have is the default contract's, or else none's") {
  const auto contracts = [](const char* default_of_b) {
    const auto read = cli::Metadata::read(test::json(
        R"({"contracts":{"A":{"transactions":[{"name":"Create"}]},"B":{)" +
        std::string(default_of_b) + R"("transactions":[{"name":"Create"},{"name":"Drop"}]}}})"));
    REQUIRE(read);
    return *read;
  };
  const cli::Metadata with_default = contracts(R"("default":true,)");
  REQUIRE(with_default.find("Create") != nullptr);
  CHECK(with_default.find("Create")->name == "B:Create");
  CHECK(with_default.find("A:Create")->name == "A:Create");
  for (const char* none : {"", R"("default":false,)", R"("default":"true",)"}) {
    const cli::Metadata metadata = contracts(none);
    CHECK(metadata.find("Create") == nullptr);
    CHECK(metadata.find("Drop")->name == "B:Drop");
    CHECK(std::string(cli::no_transaction("Create", metadata).what()) ==
          "Create is in A and B: write A:Create or B:Create.");
  }
}

TEST_CASE("what is no contract metadata is refused with its place") {
  struct Row {
    const char* json;
    const char* at;
  };
  const Row rows[] = {
      {"{}", "/contracts"},
      {R"({"contracts":[]})", "/contracts"},
      {R"({"contracts":{"a":{}}})", "/contracts/a/transactions"},
      {R"({"contracts":{"a":{"transactions":[{}]}}})", "/contracts/a/transactions/0/name"},
      {R"({"contracts":{"a":{"transactions":[{"name":"B","parameters":1}]}}})",
       "/contracts/a/transactions/0/parameters"},
      {R"({"contracts":{"a":{"transactions":[{"name":"B","parameters":[{}]}]}}})",
       "/contracts/a/transactions/0/parameters"},
  };
  for (const Row& row : rows) {
    const auto read = cli::Metadata::read(test::json(row.json));
    REQUIRE_FALSE(read);
    CHECK(read.error().detail == std::string(row.at) + " is not there or of another kind");
  }
}

TEST_CASE("metadata prints what there is, and what one transaction takes") {
  const Desk desk;
  const auto all = test::run(desk.words({"metadata"}));
  CHECK(all.status == 0);
  CHECK(all.out.find("ebl:Transfer   submit    argument: Transfer") != std::string::npos);
  CHECK(all.out.find("Assets:Create  submit    id: text, size: integer, owner: Owner") !=
        std::string::npos);
  const auto one = test::run(desk.words({"metadata", "ebl:Transfer"}));
  CHECK(one.out ==
        "ebl:Transfer (submit), answers Bill\n"
        "argument           must  what\n"
        "billId             yes   text\n"
        "commitments        -     Commitments\n"
        "commitments.facts  -     text\n"
        "copies             -     integer\n"
        "final              -     boolean\n"
        "note               -     anything\n"
        "tags               -     list of text\n");
  const auto machine = test::run(desk.words({"metadata", "Create", "--output", "json"}));
  CHECK(*test::json(machine.out).find("transaction") == Json("Assets:Create"));
  CHECK(test::run(desk.words({"metadata", "--output", "json"})).out ==
        canonical(test::sample_json()) + "\n");
  const auto none = test::run(desk.words({"metadata", "ebl:Transfr"}));
  CHECK(none.status == 2);
  CHECK(none.err.find("did you mean ebl:Transfer?") != std::string::npos);
}

TEST_CASE("metadata from a file asks nobody; what is none is refused") {
  const Desk desk;
  desk.files.folder.write("m.json", test::sample_metadata);
  desk.files.folder.write("other.json", "{}");
  const auto read = [&](const char* file) {
    return test::run({"metadata", "--metadata", desk.files.folder.file(file)});
  };
  CHECK(read("m.json").status == 0);
  CHECK(desk.peer.evaluated.empty());
  CHECK(read("other.json").status == 2);
  CHECK(read("missing.json").status == 2);
}

TEST_CASE("arguments are typed and checked by the chaincode's own metadata") {
  Desk desk;
  const auto invoke = [&](const std::vector<std::string>& more) {
    return test::run(desk.words(test::with({"invoke", "--endorser", "OperatorMSP"}, more)));
  };
  const auto args = [&] {
    return test::GatewayDouble::args_of(desk.peer.endorsed.back().proposed_transaction());
  };
  REQUIRE(invoke({"ebl:Transfer", "billId=5", "copies=2"}).status == 0);
  CHECK(args() == std::vector<std::string>{"ebl:Transfer", R"({"billId":"5","copies":2})"});
  REQUIRE(invoke({"Assets:Create", "id=a", "size=1", "owner={}"}).status == 0);
  CHECK(args() == std::vector<std::string>{"Assets:Create", "a", "1", "{}"});
  const std::size_t sent = desk.peer.endorsed.size();
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"ebl:Transfer", "copies=2"}, {"ebl:Transfr", "billId=5"}}) {
    const auto refused = invoke(wrong);
    CHECK(refused.status == 2);
    CHECK(refused.err.find("\nnext: ") != std::string::npos);
  }
  CHECK(desk.peer.endorsed.size() == sent);
  REQUIRE(invoke({"ebl:Transfer", "copies=2", "--unchecked"}).status == 0);
  CHECK(args().at(1) == R"({"copies":"2"})");
}

TEST_CASE("a chaincode that does not describe itself is called all the same, with a note") {
  Desk desk;
  desk.peer.on_evaluate = [](const ::gateway::EvaluateRequest&) {
    return test::failing(grpc::StatusCode::UNKNOWN, "chaincode response 500, no such function");
  };
  const auto ran =
      test::run(desk.words({"invoke", "Create", R"(["a"])", "--endorser", "OperatorMSP"}));
  CHECK(ran.status == 0);
  CHECK(ran.err.find("note: the arguments are not checked") == 0);
  const auto machine = test::run(desk.words(
      {"invoke", "Create", R"(["a"])", "--endorser", "OperatorMSP", "--output", "json"}));
  CHECK(machine.err.empty());
}
