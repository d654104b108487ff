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
    CHECK_FALSE(option.group.empty());
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

TEST_CASE("options: each number takes both ends of its range, and nothing beyond") {
  for (const Option& option : options()) {
    if (!option.range) continue;
    CAPTURE(option.name);
    const auto [least, most] = *option.range;
    for (const std::int64_t good : {least, most}) {
      const auto config = make_config({enough, {{option.name, std::to_string(good)}}});
      REQUIRE(config.ok());
      CHECK(option.get(*config) == std::to_string(good));
    }
    for (const std::int64_t wrong : {least - 1, most + 1}) {
      const auto config = make_config({enough, {{option.name, std::to_string(wrong)}}});
      REQUIRE_FALSE(config.ok());
      CHECK(config.error().detail == option.name + ": a number from " + std::to_string(least) +
                                         " to " + std::to_string(most) + " is needed, not \"" +
                                         std::to_string(wrong) + "\"");
    }
  }
}

TEST_CASE("options: each number has a place of its own") {
  Values values;
  std::int64_t shift = 0;
  for (const Option& option : options())
    if (option.range) values[option.name] = std::to_string(option.range->least + ++shift);
  CHECK(values.size() > 30);
  const auto config = make_config({enough, values});
  REQUIRE(config.ok());
  for (const Option& option : options())
    if (option.range) CHECK(option.get(*config) == values.at(option.name));
}

TEST_CASE("options: a key that is unknown is named, with where the known ones are") {
  CHECK(unknown_key("lisen").detail ==
        "\"lisen\" is no key of the configuration; --help lists them");
}
