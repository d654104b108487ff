// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/config.hpp"

#include <cstdlib>

#include <doctest/doctest.h>

#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;

namespace {

const std::vector<std::string> least = {"--org", "A",           "--out",
                                        "net",   "--chaincode", "toy=localhost:1"};

Result<CommandLine> parse(std::vector<std::string> more = {}) {
  std::vector<std::string> all = least;
  all.insert(all.end(), more.begin(), more.end());
  return parse_command_line(all);
}

std::string refusal(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(arguments);
  return line.ok() ? "accepted" : line.error().detail;
}

}  // namespace

TEST_CASE("config: the least that is needed, and what counts then") {
  const auto line = parse();
  REQUIRE(line.ok());
  const Config& config = line->config;
  CHECK(config.organisations == std::vector<std::string>{"A"});
  CHECK(config.channel == "trade");
  CHECK(config.data.empty());
  CHECK(config.announce_batches);
  CHECK(config.chaincode_tls);
  CHECK(config.clients == ClientAuthentication::optional);
  REQUIRE(config.chaincodes.size() == 1);
  CHECK(config.chaincodes[0].package_id == "toy:devpeer");
  CHECK(config.chaincodes[0].address == "localhost:1");
}

TEST_CASE("config: everything can be said") {
  const auto line =
      parse({"--org", "B", "--party", "B:EXP=PARTY1", "--chaincode", "x@x_1:abc=127.0.0.1:2",
             "--client-auth", "required", "--peer-line", "2.5", "--chaincode-tls", "off",
             "--batch-ms", "5", "--fault", "delay-ms=3", "--log-level", "error"});
  REQUIRE(line.ok());
  const Config& config = line->config;
  CHECK(config.users[0].msp == "B");
  CHECK(config.users[0].name == "EXP");
  CHECK(config.users[0].party == "PARTY1");
  CHECK(config.chaincodes[1].package_id == "x_1:abc");
  CHECK(config.clients == ClientAuthentication::required);
  CHECK_FALSE(config.announce_batches);
  CHECK_FALSE(config.chaincode_tls);
  CHECK(config.batch_ms == 5);
  CHECK(config.faults[0] == std::pair<std::string, std::uint64_t>{"delay-ms", 3});
  CHECK(config.log_level == LogLevel::error);
}

TEST_CASE("config: file, then environment, then flags") {
  const test::TempFolder folder;
  folder.write("devpeer.toml", "channel = \"file\"\nbatch-ms = 7\nbatch-count = 3\n");
  const std::string file = folder.file("devpeer.toml");
  ::setenv("TRADELANE_DEVPEER_BATCH_MS", "8", 1);
  const auto line = parse({"--config", file, "--batch-count", "4"});
  ::unsetenv("TRADELANE_DEVPEER_BATCH_MS");
  REQUIRE(line.ok());
  CHECK(line->config.channel == "file");
  CHECK(line->config.batch_count == 4);
  folder.write("wrong.toml", "chanel = \"typo\"\n");
  std::vector<std::string> wrong = least;
  wrong.insert(wrong.end(), {"--config", folder.file("wrong.toml")});
  CHECK(refusal(wrong) != "accepted");
}

TEST_CASE("config: what is wrong is named") {
  const auto with = [](std::vector<std::string> more) {
    std::vector<std::string> all = least;
    all.insert(all.end(), more.begin(), more.end());
    return refusal(all);
  };
  CHECK(refusal({}) == "--org: at least one organisation is needed");
  CHECK(refusal({"--org", "A"}).starts_with("--out: it is missing"));
  CHECK(refusal({"--org", "A", "--out", "x"}).starts_with("--chaincode: it is missing"));
  CHECK(refusal({"--org", "A", "--out", "x", "--create-only"}) == "accepted");
  CHECK(with({"--nonsense"}).find("see --help") != std::string::npos);
  CHECK(with({"--party", "A=1"}) == "--party: 'A=1' is not MSP:USER=PARTYID");
  CHECK(with({"--chaincode", "toy"}).starts_with("--chaincode: 'toy' is not"));
  CHECK(with({"--chaincode", "toy=localhost"}).starts_with("--chaincode: 'toy=localhost' is not"));
  CHECK(with({"--fault", "delay-ms=x"}) == "--fault: 'delay-ms=x' is not NAME=NUMBER");
  CHECK(with({"--client-auth", "maybe"}) ==
        "--client-auth: 'maybe' is none of none, optional, required");
  CHECK(with({"--batch-count", "0"}).starts_with("--batch-count"));
  CHECK(with({"--listen-base", "70000"}) != "accepted");
}

TEST_CASE("config: numbers at their limits and one above") {
  const auto with = [](const std::vector<std::string>& more) {
    std::vector<std::string> all = least;  // one organisation
    all.insert(all.end(), more.begin(), more.end());
    return refusal(all);
  };
  CHECK(with({"--fault", "delay-ms=18446744073709551615"}) == "accepted");
  CHECK(with({"--fault", "delay-ms=18446744073709551616"}) ==
        "--fault: 'delay-ms=18446744073709551616' is more than 64 bits hold");
  CHECK(with({"--fault", "delay-ms=-1"}) == "--fault: 'delay-ms=-1' is not NAME=NUMBER");
  CHECK(with({"--listen-base", "65535"}) == "accepted");
  CHECK(with({"--listen-base", "65534", "--org", "B"}) == "accepted");
  CHECK(with({"--listen-base", "65535", "--org", "B"}) ==
        "--listen-base: from 65535 on there are too few ports for 2 organisations; the highest is "
        "65535");
  std::vector<std::string> more;
  for (int i = 2; i <= 16; ++i) more.insert(more.end(), {"--org", "O" + std::to_string(i)});
  CHECK(with(more) == "accepted");
  more.insert(more.end(), {"--org", "O17"});
  CHECK(with(more) == "--org: 17 organisations; there may be 16");
}

TEST_CASE("config: a chaincode has one definition, and a package one server") {
  const auto refused = [](const std::string& chaincode) {
    std::vector<std::string> all = least;
    all.insert(all.end(), {"--chaincode", chaincode});
    return refusal(all);
  };
  CHECK(refused("toy@toy_2:abc=localhost:2") ==
        "--chaincode: 'toy' is there twice; each needs its own name");
  CHECK(refused("side@toy:devpeer=localhost:1") == "accepted");
  CHECK(refused("side@toy:devpeer=localhost:2") ==
        "--chaincode: package toy:devpeer is at localhost:1 and at localhost:2; one server has it");
}

TEST_CASE("config: each chaincode may have its own policy and its collections") {
  const auto line = parse({"--chaincode", "side=localhost:2", "--policy", "AND(A,B)", "--policy",
                           "side=OR(A,B)", "--collections", "toy=deals.json"});
  REQUIRE(line.ok());
  CHECK(line->config.policy == "AND(A,B)");
  CHECK(line->config.chaincodes[0].policy.empty());
  CHECK(line->config.chaincodes[0].collections == "deals.json");
  CHECK(line->config.chaincodes[1].policy == "OR(A,B)");
  const auto refused = [](std::vector<std::string> more) {
    more.insert(more.begin(), least.begin(), least.end());
    return refusal(more);
  };
  CHECK(refused({"--policy", "A", "--policy", "B"}) ==
        "--policy: there are two for all chaincodes; name them: NAME=TEXT");
  CHECK(refused({"--policy", "nosuch=A"}) ==
        "--policy: 'nosuch=A' does not begin with NAME= of a --chaincode");
  CHECK(refused({"--collections", "toy"}) ==
        "--collections: 'toy' does not begin with NAME= of a --chaincode");
}

TEST_CASE("config: an organisation may bring its certificates") {
  const auto line = parse({"--org", "B=peers/peer0"});
  REQUIRE(line.ok());
  CHECK(line->config.organisations == std::vector<std::string>{"A", "B"});
  REQUIRE(line->config.given.size() == 1);
  CHECK(line->config.given[0].msp == "B");
  CHECK(line->config.given[0].folder == "peers/peer0");
  std::vector<std::string> wrong = least;
  wrong.insert(wrong.end(), {"--org", "B="});
  CHECK(refusal(wrong) == "--org: 'B=' is not MSP or MSP=FOLDER");
}

TEST_CASE("config: help, version and what counts are printed") {
  CHECK(parse({"--help"})->stop_with->find("--listen-base") != std::string::npos);
  CHECK(parse({"--version"})->stop_with == "tradelane-devpeer 0.1.0\n");
  CHECK(parse({"--print-config"})->stop_with->find("channel=\"trade\"") != std::string::npos);
}
