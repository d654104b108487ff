// SPDX-License-Identifier: Apache-2.0
// What the README of fixtures/asset-transfer says, done as it stands there, and what its chaincode
// answers on the embedded peer.
#include <sstream>

#include <doctest/doctest.h>

#include "chaincode/codec/json.hpp"
#include "tests/install/example.hpp"
#include "tests/support/free_ports.hpp"
#include "tests/support/log_file.hpp"

using namespace tradelane;
using test::example;

namespace {

std::string address() { return "127.0.0.1:" + std::to_string(test::free_ports(1)); }

/// Everything that stands up in the README before the first call.
std::string start() { return test::blocks_of_readme("sh").at(2); }

struct Call {
  const char* verb;
  const char* function;
  const char* arguments;
  int status;
  /// In what the command prints.
  const char* says;
};

/// One shell for all calls, so that the network is started once. Each prints its exit status, what
/// the command said, and a line of dashes.
std::string script_of(const std::vector<Call>& calls) {
  std::string out = start() +
                    "export TRADELANE_PROFILE=build/net/connection-Org1MSP.json "
                    "TRADELANE_MSP=build/net/Org1MSP/users/User1/msp\n";
  for (const Call& call : calls) {
    const std::string both =
        std::string(call.verb) == "invoke" ? " --endorser Org1MSP --endorser Org2MSP" : "";
    out += "status=0; said=$(tradelane " + std::string(call.verb) + " " + call.function + " '" +
           call.arguments + "' --output json --channel mychannel --chaincode basic" + both +
           " 2>&1) || status=$?\necho \"-----$status $said\"\n";
  }
  return out;
}

/// What stands between back quotes and could be a function's name.
std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> out;
  for (auto at = text.find('`'); at != std::string::npos;) {
    const auto end = text.find('`', at + 1);
    const std::string quoted = text.substr(at + 1, end - at - 1);
    if (quoted.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos &&
        quoted != "optional")
      out.push_back(quoted);
    at = text.find('`', end + 1);
  }
  return out;
}

std::vector<std::string> answers_in(const std::string& text) {
  std::vector<std::string> out;
  for (auto at = text.find("-----"); at != std::string::npos;) {
    const auto next = text.find("-----", at + 5);
    out.push_back(text.substr(at + 5, next == std::string::npos ? next : next - at - 5));
    at = next;
  }
  return out;
}

}  // namespace

TEST_CASE("install: what the README says leads from nothing to the first transaction") {
  const auto blocks = test::blocks_of_readme("sh");
  REQUIRE(blocks.size() == 5);
  CHECK(blocks[0].find("for part in base chaincode gateway tools; do\n") != std::string::npos);
  // Calls by the command, then by a program of one's own (asset_client.cpp).
  const auto answer =
      test::type(example(), start() + blocks[3] + blocks[4], {{"SERVER", address()}});
  CAPTURE(answer.text);
  CHECK(answer.status == 0);
  for (const char* said : {"violet", "Wing", "Mei", "CreateAsset", "TransferAsset", "VALID",
                           "asset7 went from Mei to Noor in block 3\n"}) {
    CAPTURE(said);
    CHECK(answer.text.find(said) != std::string::npos);
  }
}

TEST_CASE("install: every function of the example, and what it refuses") {
  const std::string asset =
      R"({"AppraisedValue":300,"Color":"violet","ID":"a","Owner":"Wing","Size":5})";
  const std::vector<Call> calls{
      {"query", "GetAllAssets", "[]", 0, "[]"},
      {"query", "AssetExists", R"(["a"])", 0, "false"},
      {"query", "ReadAsset", R"(["a"])", 1, "ASSET_UNKNOWN: there is no asset a"},
      {"invoke", "CreateAsset", R"(["a","violet","5","Wing","300"])", 0, asset.c_str()},
      {"invoke", "CreateAsset", R"(["a","red","1","Wing","1"])", 1, "ASSET_EXISTS: "},
      {"query", "AssetExists", R"(["a"])", 0, "true"},
      {"query", "ReadAsset", R"(["a"])", 0, asset.c_str()},
      {"invoke", "UpdateAsset", R"(["a","violet","6","Wing","300"])", 0, R"("Size":6)"},
      {"invoke", "UpdateAsset", R"(["b","violet","6","Wing","300"])", 1, "ASSET_UNKNOWN: "},
      {"invoke", "TransferAsset", R"(["a","Mei"])", 0, "Wing"},
      {"invoke", "TransferAsset", R"(["b","Mei"])", 1, "ASSET_UNKNOWN: "},
      {"query", "ReadAsset", R"(["a"])", 0, R"("Owner":"Mei")"},
      {"invoke", "DeleteAsset", R"(["a"])", 0, "VALID"},
      {"invoke", "DeleteAsset", R"(["a"])", 1, "ASSET_UNKNOWN: "},
      {"query", "GetAssetHistory", R"(["a"])", 0, R"([{"isDelete":true,"timestamp":")"},
      {"invoke", "InitLedger", "[]", 0, "VALID"},
      {"query", "GetAllAssets", "[]", 0, R"("ID":"asset6")"},
      {"query", "ReadAsset", "[]", 1, "ARGUMENTS: ReadAsset takes 1"},
      {"query", "ReadAsset", R"([""])", 1, "ARGUMENTS: an id is needed"},
      {"invoke", "CreateAsset", R"(["c","red","5.0","Wing","1"])", 1, "ARGUMENTS: size and value"},
      {"invoke", "CreateAsset", R"(["c","red","5","Wing","-1"])", 1, "ARGUMENTS: size and value"},
      {"query", "Nothing", "[]", 1, "FUNCTION_UNKNOWN: there is no function Nothing"},
  };
  const auto answer = test::type(example(), script_of(calls), {{"SERVER", address()}});
  CAPTURE(answer.text);
  REQUIRE(answer.status == 0);
  const auto answers = answers_in(answer.text);
  REQUIRE(answers.size() == calls.size());
  for (std::size_t i = 0; i < calls.size(); ++i) {
    CAPTURE(calls[i].function);
    CAPTURE(calls[i].arguments);
    CAPTURE(answers[i]);
    CHECK(answers[i].starts_with(std::to_string(calls[i].status) + " "));
    CHECK(answers[i].find(calls[i].says) != std::string::npos);
  }
}

TEST_CASE("install: the code in the README is the code of the example") {
  std::string code;
  for (const char* file : {"asset_transfer.hpp", "asset_transfer.cpp", "main.cpp"})
    code += test::file_of_example(file);
  const auto blocks = test::blocks_of_readme("cpp");
  CHECK(blocks.size() == 3);
  for (const std::string& block : blocks) {
    CAPTURE(block);
    CHECK(code.find(block) != std::string::npos);
  }
}

TEST_CASE("install: what the README says to somebody from Go is there, in the installed headers") {
  const std::string folder = example().installed("include/tradelane/chaincode/shim/");
  std::string headers;
  for (const char* name : {"stub.hpp", "key_rules.hpp"}) headers += test::content_of(folder + name);
  std::istringstream lines(test::file_of_example("README.md"));
  std::size_t found = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| `")) continue;
    for (const std::string& name : names_in(line.substr(line.find(" | ")))) {
      CAPTURE(name);
      CHECK(headers.find(" " + name + "(") != std::string::npos);
      ++found;
    }
  }
  CHECK(found > 25);
}

TEST_CASE("install: a chaincode needs neither gRPC nor protobuf") {
  const auto needs = test::type(example(), "ldd build/my-chaincode/build/asset-transfer");
  CAPTURE(needs.text);
  CHECK(needs.text.find("nghttp2") != std::string::npos);
  for (const char* library : {"grpc", "protobuf"})
    CHECK(needs.text.find(library) == std::string::npos);
}

TEST_CASE("install: a program of others is called by its own name") {
  const auto answer = test::type(
      example(), "build/my-chaincode/build/asset-transfer --tls off --package-id wrong || echo $?");
  CHECK(answer.text.starts_with("asset-transfer: package-id: label:hash is needed"));
  CHECK(answer.text.ends_with("\n2\n"));
}
