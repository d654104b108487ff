// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/fingerprint.hpp"

#include "chaincode/base/bytes.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;

namespace {

const std::string key_hex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
using Parts = std::vector<std::string>;

}  // namespace

TEST_CASE("the published vector of an invoice") {
  const auto input = cli::fingerprint_input(
      "INV_STRICT",
      {"91310115MA1K0T014C", "12345678", "INV2026001", "2026-03-05", "USD", "12345678"});
  REQUIRE(input);
  CHECK(*input == "INV|1|91310115MA1K0T014C|12345678|INV2026001|2026-03-05|USD|12345678");
  CHECK(cli::fingerprint_value(*from_hex(key_hex), *input) ==
        "e6b4b2ecfc70e9e1948c5a27fe623e28c070aacecd07ff326157308ea568e8b8");
}

TEST_CASE("however a number is typed, its canonical input is one") {
  struct Row {
    const char* type;
    Parts parts;
    const char* input;
  };
  const Row rows[] = {
      {"DECL", {"220120261000000017"}, "DECL|1|220120261000000017"},
      {"DECL", {"２２０１２０２６１０００００００１７"}, "DECL|1|220120261000000017"},
      {"DECL", {" 2201 2026\t1000\u00a0000017\u3000"}, "DECL|1|220120261000000017"},
      {"BL", {"hlcu", "hlcu sha 2603"}, "BL|1|HLCU|HLCUSHA2603"},
      {"BL", {"ＨＬＣＵ", "ａ-１/b"}, "BL|1|HLCU|A-1/B"},
      {"INV_LOOSE",
       {"s", "b", "ｉｎｖ－2026／００１", "2026-03-05", "usd", "1"},
       "INV|1|S|B|INV2026001|2026-03-05|USD|1"},
      {"INV_STRICT",
       {"s", "b", "ｉｎｖ－2026／００１", "2026-03-05", "usd", "1"},
       "INV|1|S|B|INV-2026/001|2026-03-05|USD|1"},
      {"BL", {"ABCD", "ß\u0149"}, "BL|1|ABCD|SS\u02bcN"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.input);
    const auto input = cli::fingerprint_input(row.type, row.parts);
    REQUIRE(input);
    CHECK(*input == row.input);
  }
}

TEST_CASE("what cannot be a number of that type") {
  struct Row {
    const char* what;
    const char* type;
    Parts parts;
  };
  const Row rows[] = {
      {"unknown type", "CTR", {"X"}},
      {"too few parts", "BL", {"HLCU"}},
      {"too many parts", "DECL", {"220120261000000017", "x"}},
      {"short entry id", "DECL", {"22012026100000001"}},
      {"long entry id", "DECL", {"2201202610000000171"}},
      {"entry id of neither import nor export", "DECL", {"220120262000000017"}},
      {"letter in entry id", "DECL", {"22012026100000001X"}},
      {"empty", "BL", {"HLCU", " "}},
      {"separator", "BL", {"HLCU", "A|B"}},
      {"full-width separator", "BL", {"HLCU", "A｜B"}},
      {"control character", "BL", {"HLCU", "A\x01"}},
      {"not UTF-8", "BL", {"HLCU", "\xff"}},
      {"carrier", "BL", {"HL-U", "1"}},
      {"date", "INV_STRICT", {"s", "b", "n", "05.03.2026", "USD", "1"}},
      {"currency", "INV_STRICT", {"s", "b", "n", "2026-03-05", "US", "1"}},
      {"currency that ISO 4217 does not have",
       "INV_STRICT",
       {"s", "b", "n", "2026-03-05", "RMB", "1"}},
      {"amount", "INV_STRICT", {"s", "b", "n", "2026-03-05", "USD", "1.5"}},
      {"amount with leading zero", "INV_STRICT", {"s", "b", "n", "2026-03-05", "USD", "01"}},
      {"loose number without content", "INV_LOOSE", {"s", "b", "-/", "2026-03-05", "USD", "1"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto input = cli::fingerprint_input(row.type, row.parts);
    REQUIRE_FALSE(input);
    CHECK(input.error().code == Code::arg_malformed);
  }
}

TEST_CASE("the command takes its key from a file and never prints key or number") {
  const test::TempFolder folder;
  folder.write("key", key_hex + "\n");
  cli::Fingerprint command{
      .type = "DECL", .parts = {"220120261000000017"}, .key = folder.file("key"), .kid = "fp-1"};
  std::ostringstream out;
  cli::run(command, out);
  const Json json = test::json(out.str());
  CHECK(out.str().find("220120261000000017") == std::string::npos);
  CHECK(out.str().find(key_hex) == std::string::npos);
  CHECK(*json.find("kid") == Json("fp-1"));
  CHECK(*json.find("type") == Json("DECL"));
  CHECK(*json.find("value") ==
        Json(cli::fingerprint_value(*from_hex(key_hex), "DECL|1|220120261000000017")));
  for (const char* key : {"", "00", "not hexadecimal", "0011223344556677"}) {
    folder.write("key", key);
    test::check_bad_input([&] { cli::run(command, out); }, "does not hold a fingerprint key");
  }
  command.parts = {"1"};
  test::check_bad_input([&] { cli::run(command, out); }, "part 1: not a usable entry id");
}
