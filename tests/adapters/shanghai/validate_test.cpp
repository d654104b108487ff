// SPDX-License-Identifier: Apache-2.0
// Every file of fixtures/shanghai/invalid breaks one thing, and its name begins with the code.
#include "adapters/shanghai/validate.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/shanghai/records.hpp"

using namespace tradelane;

TEST_CASE("shanghai: each invalid fixture is refused with the code in its name") {
  const auto files = test::files_in(test::shanghai_fixtures() / "invalid");
  CHECK(files.size() >= 50);
  for (const auto& file : files) {
    const std::string name = file.filename();
    CAPTURE(name);
    const auto facts = test::facts_from_file(file);
    REQUIRE_FALSE(facts.ok());
    CHECK(info(facts.error().code).token == name.substr(0, name.find('-')));
  }
}

TEST_CASE("shanghai: a refusal names the element and never quotes the record") {
  const auto file = test::shanghai_fixtures() / "invalid/ID_CHECK_DIGIT-owner.utf8.xml";
  const Error error = test::facts_from_file(file).error();
  CHECK(error.detail == "OwnerCodeScc");
  CHECK(error.message().find("91310115") == std::string::npos);
}

TEST_CASE("shanghai: a sum of goods that does not fit is refused") {
  const auto file = test::shanghai_fixtures() / "valid/D1.gb18030.xml";
  auto message = *shanghai::decode_declaration(test::read_bytes(file), shanghai::Charset::gb18030);
  message.lists[0].decl_total = "90000000000000000.00";
  CHECK(shanghai::validate(message).ok());
  message.lists[1].decl_total = "90000000000000000.00";
  const auto refused = shanghai::validate(message);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().detail == "DeclTotal");
}
