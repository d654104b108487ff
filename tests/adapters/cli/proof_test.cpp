// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/cli/trust.cpp
#include "adapters/cli/proof.hpp"

#include <filesystem>

#include "adapters/cli/input.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/msp_files.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/adapters/gateway/deliver_double.hpp"
#include "tests/adapters/gateway/proof_world.hpp"

using namespace tradelane;

namespace {

using Words = std::vector<std::string>;

/// A peer with the blocks of a world behind a block 0, and the roots in a folder.
struct Desk {
  explicit Desk(const std::string& orderer = "O") : world(orderer) {
    std::filesystem::create_directories(files.folder.file("roots/A/msp/cacerts"));
    files.folder.write("roots/A/msp/cacerts/ca.pem", world.network().root("A"));
    std::filesystem::create_directories(files.folder.file("roots/B/cacerts"));
    files.folder.write("roots/B/cacerts/ca.pem", world.network().root("B"));
    files.folder.write("roots/O.pem", world.network().root("O"));
    peer.script = [this](grpc::ServerContext&, test::DeliverDouble::Wire& wire,
                         const test::Sought& asked) {
      const std::uint64_t newest = world.blocks().size();
      const auto& info = asked.info;
      const bool is_newest = info.start().has_newest();
      std::uint64_t at = is_newest ? newest : info.start().specified().number();
      const std::uint64_t last = is_newest ? newest : info.stop().specified().number();
      for (; at <= std::min(last, newest); ++at) test::write_block(wire, asked, block(at));
      test::write_status(wire, common::SUCCESS);
      return grpc::Status::OK;
    };
  }

  common::Block block(std::uint64_t number) const {
    if (number == 0) return test::block_of(0, {});
    common::Block out;
    out.ParseFromString(world.blocks()[number - 1]);
    return out;
  }
  std::string file() const { return files.folder.file("bill.json"); }
  test::Ran export_bill(const std::string& bill, const Words& more = {}) const {
    const Words words{"export", bill, "--chaincode", "toy", "--out", file()};
    return test::run(test::with(test::with(words, more), files.words()));
  }
  /// Ordered by O, with the chaincode's policy.
  test::Ran verify(const Words& more = {}) const {
    return verify_without_policy(test::with({"--policy", "AND('O.peer',OR(A,B))"}, more));
  }
  test::Ran verify_without_policy(const Words& more = {}) const {
    const Words words{"verify", file(), "--roots", files.folder.file("roots"), "--orderer", "O"};
    return test::run(test::with(words, more));
  }

  test::ProofWorld world;
  test::Person bank = test::person("BankHMSP");
  test::DeliverDouble peer{bank};
  test::MspFiles files{bank, peer.address()};
};

}  // namespace

TEST_CASE("a bill is exported, and its file checked without a peer") {
  const Desk desk;
  const auto exported = desk.export_bill("HLCU/B1/1", {"--output", "json"});
  INFO(exported.err);
  REQUIRE(exported.status == 0);
  const Json told = test::json(exported.out);
  CHECK(*told.find("blocks") == Json(4));
  CHECK(*told.find("transactions") == Json(3));

  const auto ran = desk.verify();
  INFO(ran.err);
  CHECK(ran.status == 0);
  CHECK(ran.out.starts_with(
      "genuine  bill HLCU/B1/1 on channel trade, blocks 3 to 6, 3 steps without a gap\n"
      "  2027-01-15T08:00:00Z  block 3  toy:Put  by A, endorsed by O, A\n"));
  CHECK(ran.out.find("blocks signed by O\n") != std::string::npos);
  CHECK(ran.out.find("What happened after block 6 is not in the file.\n") != std::string::npos);

  const Json json = test::json(desk.verify({"--output", "json"}).out);
  CHECK(*json.find("whole") == Json(true));
  CHECK(*json.find("steps") == Json(3));
  CHECK(json.find("acts")->as_array()->size() == 3);
  CHECK(*json.find("record")->find("id") == Json("HLCU/B1/1"));
  CHECK(desk.verify({"--output", "yaml"}).out.starts_with("acts:\n"));
}

TEST_CASE("what could not be checked has an exit status of its own") {
  const Desk desk("");
  REQUIRE(desk.export_bill("HLCU/B1/1").status == 0);
  const auto ran = desk.verify();
  CHECK(ran.status == 6);
  CHECK(ran.out.starts_with("good as far as it goes  bill HLCU/B1/1"));
  CHECK(ran.out.find("not checked: block 5 bears no signature of an orderer\n") !=
        std::string::npos);
  const auto without = desk.verify_without_policy();
  CHECK(without.status == 6);
  CHECK(without.out.find("not checked: the chaincode's endorsement policy is not in the file: "
                         "whether each act met it\n") != std::string::npos);
  CHECK(without.out.find("and 1 more: --output json has all\n") != std::string::npos);
}

TEST_CASE("a policy that was not met, or cannot be read") {
  const Desk desk;
  REQUIRE(desk.export_bill("HLCU/B1/1").status == 0);
  CHECK(desk.verify_without_policy().status == 6);
  const auto unmet = desk.verify_without_policy({"--policy", "AND(O,B)"});
  CHECK(unmet.status == 1);
  CHECK(unmet.err.find("block 3, transaction 1: O and A endorsed it") != std::string::npos);
  for (const char* text : {"AND(O", "OR('Nobody.peer')"}) {
    const auto bad = desk.verify_without_policy({"--policy", text});
    CHECK(bad.status == 2);
    CHECK(bad.err.find("The policy cannot be read") != std::string::npos);
  }
}

TEST_CASE("a file that was changed is refused, with its place") {
  const Desk desk;
  REQUIRE(desk.export_bill("HLCU/B1/1").status == 0);
  std::string text = cli::read_file(desk.file());
  const auto at = text.find("\"dataHash\":\"") + 12;
  text[at] = text[at] == '0' ? '1' : '0';
  desk.files.folder.write("bill.json", text);
  const auto ran = desk.verify();
  CHECK(ran.status == 1);
  CHECK(ran.out.empty());
  CHECK(ran.err.starts_with("tradelane: block 3: its hash is not that of its header."));
  const auto json = test::json(desk.verify({"--output", "json"}).err);
  CHECK(*json.find("token") == Json("PROOF_LINK"));
  CHECK(*json.find("exit") == Json(1));
}

TEST_CASE("what cannot be exported or checked") {
  const Desk desk;
  const auto unknown = desk.export_bill("HLCU/B9/1");
  CHECK(unknown.status == 2);
  CHECK(unknown.err.starts_with("tradelane: No block changed a bill HLCU/B9/1."));
  CHECK_FALSE(std::filesystem::exists(desk.file()));
  CHECK(desk.export_bill("HLCU/B1/1", {"--from", "99"}).status == 2);
  CHECK(desk.verify().status == 2);

  REQUIRE(desk.export_bill("HLCU/B1/1").status == 0);
  const auto without = test::run({"verify", desk.file(), "--roots", desk.files.folder.file("msp")});
  CHECK(without.status == 2);
  CHECK(without.err.find("holds no roots of an organisation") != std::string::npos);
  desk.files.folder.write("roots/X.pem", "no certificate");
  CHECK(desk.verify().status == 2);
}
