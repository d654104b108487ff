// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/key_rules.hpp"

#include <doctest/doctest.h>

#include "chaincode/shim/errors.hpp"

using namespace tradelane;
using namespace tradelane::shim;

namespace {

std::string raw(const char* bytes, std::size_t size) { return {bytes, size}; }

}  // namespace

TEST_CASE("composite keys: Fabric's bytes, there and back, empty type and parts included") {
  struct Row {
    std::string type;
    std::vector<std::string> parts;
    std::string key;
  };
  const Row rows[] = {{"T", {"a", "b"}, raw("\0T\0a\0b\0", 7)},
                      {"T", {}, raw("\0T\0", 3)},
                      {"T", {""}, raw("\0T\0\0", 4)},
                      {"T", {"a", ""}, raw("\0T\0a\0\0", 6)},
                      {"", {}, raw("\0\0", 2)},
                      {"", {"a"}, raw("\0\0a\0", 4)},
                      {"提单", {"一"}, raw("\0提单\0一\0", 12)}};
  for (const Row& row : rows) {
    CHECK(create_composite_key(row.type, row.parts) == row.key);
    CHECK(split_composite_key(row.key) == std::pair(row.type, row.parts));
    CHECK_NOTHROW(require_key(row.key));
  }
  CHECK(end_of_prefix(raw("\0T\0", 3)) == raw("\0T\0\xf4\x8f\xbf\xbf", 7));
}

TEST_CASE("composite keys: parts that could forge another key, and what is none") {
  for (const std::string& bad : {raw("a\0b", 3), raw("\xf4\x8f\xbf\xbf", 4), raw("\xff", 1)}) {
    CHECK_THROWS_AS((void)create_composite_key(bad, {}), Misuse);
    CHECK_THROWS_AS((void)create_composite_key("T", {"a", bad}), Misuse);
  }
  for (const std::string& none :
       {raw("", 0), raw("a", 1), raw("\0", 1), raw("\0T", 2), raw("T\0", 2), raw("\0\xff\0", 3),
        raw("\0T\0\xf4\x8f\xbf\xbf\0", 8)})
    CHECK_THROWS_AS((void)split_composite_key(none), Misuse);
}

TEST_CASE("keys: what may be one") {
  for (const std::string& good : {raw("k", 1), raw("a\0b", 3), raw("提单", 6), raw("\x01", 1)})
    CHECK_NOTHROW(require_key(good));
  for (const std::string& bad : {raw("", 0), raw("\xff", 1), raw("\0", 1), raw("\0k", 2)})
    CHECK_THROWS_AS(require_key(bad), Misuse);
}

TEST_CASE("collections and ranges: what may be one") {
  CHECK_NOTHROW(require_collection("_implicit_org_OneMSP"));
  for (const std::string& bad : {raw("", 0), raw("\xff", 1), raw("a\0b", 3)})
    CHECK_THROWS_AS(require_collection(bad), Misuse);
  CHECK_NOTHROW(require_range("", ""));
  CHECK_NOTHROW(require_range("a", "b"));
  for (const std::string& bad : {raw("\xff", 1), raw("\0", 1), raw("\0T\0", 3)}) {
    CHECK_THROWS_AS(require_range(bad, ""), Misuse);
    CHECK_THROWS_AS(require_range("", bad), Misuse);
  }
}
