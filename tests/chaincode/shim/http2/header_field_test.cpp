// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/header_field.hpp"

#include <doctest/doctest.h>

using namespace tradelane::shim::http2;

TEST_CASE("header fields: texts of statuses survive, whatever bytes they have") {
  CHECK(percent_encoded("100% \n done") == "100%25 %0a done");
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  CHECK(percent_decoded(percent_encoded(all)) == all);
  for (const char* text : {"%", "%4", "%zz", "a%"}) CHECK(percent_decoded(text) == text);
  CHECK(percent_decoded("%e4%BD%a0") == "\xe4\xbd\xa0");
}

TEST_CASE("header fields: a status is its digits and nothing else") {
  CHECK(parse_status("0") == Status::ok);
  CHECK(parse_status("16") == Status::unauthenticated);
  for (const char* text : {"17", "", "-1", "0x", " 0", "300"})
    CHECK(parse_status(text) == Status::unknown);
}

TEST_CASE("header fields: a limit counts name, value and 32 bytes") {
  CHECK(listed_size("te", "trailers") == 42);
}
