// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/opening.hpp"

#include "chaincode/crypto/digest.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using test::json;

TEST_CASE("an opening is canonical, its commitment the digest of its bytes") {
  const auto opening = cli::make_opening(
      "usage", json(R"({"drawn":{"currency":"HKD","amount":"0"}})"), Bytes(16, '\0'));
  CHECK(opening.bytes ==
        R"({"salt":"AAAAAAAAAAAAAAAAAAAAAA","usage":{"drawn":{"amount":"0","currency":"HKD"}}})");
  CHECK(opening.commitment == crypto::sha256_hex(opening.bytes));
}

TEST_CASE("commit prints commitments and openings that fit, salted afresh each time") {
  const test::TempFolder folder;
  folder.write("v", R"({"a":[1,2]})");
  const cli::Commit command{.values = {"identity=@" + folder.file("v"), "usage={\"x\":\"=\"}"}};
  std::string last;
  for (int i = 0; i < 2; ++i) {
    std::ostringstream out;
    cli::run(command, out);
    CHECK(out.str() != last);
    last = out.str();
    const Json made = json(last);
    const auto& commitments = *made.find("commitments")->as_object();
    REQUIRE(commitments.size() == 2);
    for (const auto& [name, commitment] : commitments) {
      const Json* bytes = made.find("transient")->find(*commitment.as_string());
      REQUIRE(bytes != nullptr);
      CHECK(crypto::sha256_hex(*bytes->as_string()).text() == *commitment.as_string());
      const Json opening = json(*bytes->as_string());
      CHECK(opening.find(name) != nullptr);
      CHECK(from_base64url(*opening.find("salt")->as_string())->size() == 32);
      CHECK(canonical(opening) == *bytes->as_string());
    }
  }
}

TEST_CASE("values that cannot be committed to") {
  std::ostringstream out;
  const auto commit = [&](const std::vector<std::string>& values) {
    return [&out, values] { cli::run(cli::Commit{.values = values}, out); };
  };
  test::check_bad_input(commit({"{}"}), "has no name");
  test::check_bad_input(commit({"={}"}), "has no name");
  test::check_bad_input(commit({"salt={}"}), "called salt");
  test::check_bad_input(commit({"a={"}), "the value of a");
  test::check_bad_input(commit({"a=1", "a=2"}), "given twice: a");
  CHECK(out.str().empty());
}
