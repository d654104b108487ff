// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/options.hpp"

#include <set>

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::server;

namespace {

const Values enough{{"package-id", "t:1"}, {"tls", "off"}};

}  // namespace

TEST_CASE("options: every key has its help, its unit and names that are nobody else's") {
  std::set<std::string> names;
  std::set<std::string> own;
  for (const Option& option : options()) {
    CAPTURE(option.name);
    CHECK(names.insert(option.name).second);
    CHECK_FALSE(option.help.empty());
    CHECK(option.help.find('\n') == std::string::npos);
    CHECK_FALSE(option.unit.empty());
    REQUIRE_FALSE(option.environment.empty());
    CHECK(option.environment.front().starts_with("TRADELANE_"));
    CHECK(own.insert(option.environment.front()).second);
    CHECK(find_option(option.name) == &option);
  }
  CHECK(find_option("lisen") == nullptr);
}

TEST_CASE("options: each default may be given, and then changes nothing") {
  const auto config = make_config({enough});
  REQUIRE(config.ok());
  const std::string before = print(*config);
  for (const Option& option : options()) {
    CAPTURE(option.name);
    if (option.standard().empty() || enough.contains(option.name)) continue;
    const auto same = make_config({enough, {{option.name, option.standard()}}});
    REQUIRE(same.ok());
    CHECK(print(*same) == before);
  }
}

TEST_CASE("options: a key that is unknown is named, with where the known ones are") {
  CHECK(unknown_key("lisen").detail ==
        "\"lisen\" is no key of the configuration; --help lists them");
}
