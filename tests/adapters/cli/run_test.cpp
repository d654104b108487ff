// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/cli/version.cpp
#include "adapters/cli/run.hpp"

#include "adapters/cli/version.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/msp_files.hpp"
#include "tests/adapters/cli/paper.hpp"

using namespace tradelane;

using test::Ran;
using test::run;
using test::with;

TEST_CASE("a transaction from the command line to the peer and back") {
  const auto bank = test::person("BankHMSP");
  test::GatewayDouble peer(bank);
  const test::MspFiles files(bank, peer.address());
  const Ran done =
      run(with({"invoke", "party:AcceptTerms", "{}", "--unchecked", "--endorser", "OperatorMSP"},
               files.words()));
  CHECK(done.status == 0);
  CHECK(done.err.empty());
  CHECK(done.out.find("status         VALID") != std::string::npos);
}

TEST_CASE("a refusal is told in words and, if asked for, in JSON; both say what to do") {
  const auto bank = test::person("BankHMSP");
  test::GatewayDouble peer(bank);
  peer.on_endorse = [](auto&) {
    return test::refused_by_chaincode("OperatorMSP", "403, EBL_NOT_HOLDER: Only the holder.");
  };
  const test::MspFiles files(bank, peer.address());
  const auto words =
      with({"invoke", "ebl:Transfer", "--unchecked", "--endorser", "OperatorMSP"}, files.words());
  const Ran plain = run(words);
  CHECK(plain.status == 1);
  CHECK(plain.out.empty());
  CHECK(plain.err.find("tradelane: EBL_NOT_HOLDER: Only the holder.\ntransaction: ") == 0);
  CHECK(plain.err.find("\nnext: ") != std::string::npos);
  const Ran machine = run(with(words, {"--output", "json"}));
  CHECK(machine.status == 1);
  const Json error = test::json(machine.err);
  CHECK(*error.find("token") == Json("EBL_NOT_HOLDER"));
  CHECK(*error.find("exit") == Json(1));
  CHECK(error.find("transactionId")->as_string()->size() == 64);
  CHECK_FALSE(error.find("next")->as_string()->empty());
}

TEST_CASE("what a peer says is one line and steers no terminal") {
  const auto bank = test::person("BankHMSP");
  test::GatewayDouble peer(bank);
  peer.on_evaluate = [](auto&) {
    return test::failing(grpc::StatusCode::UNKNOWN, "one\ntwo\x1b[2J");
  };
  const test::MspFiles files(bank, peer.address());
  const Ran ran = run(with({"query", "a:B"}, files.words()));
  CHECK(ran.status == 3);
  CHECK(ran.err.find("one two [2J") != std::string::npos);
  CHECK(ran.err.find('\x1b') == std::string::npos);
}

TEST_CASE("the commands that need no peer") {
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  CHECK(run({"commit", "a={}"}).status == 0);
  CHECK(run({"identity", "list", files.folder.path()}).status == 0);
  CHECK(run({"package", "--label", "l", "--address", "h:1", "--out", files.folder.file("p")})
            .status == 0);
  files.folder.write("fp", std::string(64, 'a'));
  CHECK(run({"fingerprint", "BL", "HLCU", "1", "--kid", "k", "--key", files.folder.file("fp")})
            .status == 0);
  CHECK(
      run({"act", "sign", "a:B", "{}", "--subject", "bill/1", "--seq", "0", "--party",
           std::string(26, 'A'), "--kid", "k", "--key", files.folder.file("msp/keystore/priv_sk")})
          .status == 0);
}

TEST_CASE("what cannot be printed is no success, whatever was to be printed") {
  const auto bank = test::person("BankHMSP");
  test::GatewayDouble peer(bank);
  const test::MspFiles files(bank, peer.address());
  const std::string package = files.folder.file("p");
  for (const auto& words : {std::vector<std::string>{"--help"},
                            {"query", "--help"},
                            {"--version"},
                            {"version"},
                            {"completion", "bash"},
                            {"commit", "a={}"},
                            {"identity", "list", files.folder.path()},
                            {"package", "--label", "l", "--address", "h:1", "--out", package},
                            {"package", "inspect", files.folder.file("profile.json")},
                            {"doctor", "--connection", files.folder.file("profile.json")},
                            with({"query", "a:B", "--unchecked"}, files.words())}) {
    CAPTURE(words.front());
    test::FullDisk disk;
    std::ostream full(&disk);
    std::ostringstream err;
    CHECK(cli::run(words, {.out = full, .err = err}, test::no_variables) == 7);
    CHECK(err.str().find("tradelane: The output cannot be written") != std::string::npos);
    CHECK(err.str().find("\nnext: What was asked for is done") != std::string::npos);
  }
}

TEST_CASE("the version, in each form") {
  CHECK(run({"version"}).out.find("tradelane  " + cli::version() + "\n") != std::string::npos);
  CHECK(*test::json(run({"version", "--output", "json"}).out).find("tradelane") ==
        Json(cli::version()));
  CHECK(run({"version", "--output", "yaml"}).out.find("tradelane: ") != std::string::npos);
  CHECK(run({"--version"}).out == "tradelane " + cli::version() + "\n");
}

TEST_CASE("usage errors and unreadable input give 2, an unreachable peer 3") {
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  CHECK(run({}).status == 2);
  CHECK(run(with({"query", "a:B", "{"}, files.words())).status == 2);
  const Ran away = run(with({"query", "a:B"}, files.words()));
  CHECK(away.status == 3);
  CHECK(away.err.find("UNAVAILABLE") != std::string::npos);
}
