// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/codes.hpp"

#include <set>
#include <string_view>

#include <doctest/doctest.h>

using namespace tradelane;

namespace {

constexpr Code all[] = {
#define X(enumerator, token, kind, sentence) Code::enumerator,
    TRADELANE_CODES(X)
#undef X
};

}  // namespace

TEST_CASE("codes: each has one token, found again, spelled in capitals, and one sentence") {
  std::set<std::string_view> tokens;
  for (const Code code : all) {
    const CodeInfo& entry = info(code);
    CAPTURE(entry.token);
    CHECK(entry.code == code);
    CHECK(tokens.insert(entry.token).second);
    CHECK(find_code(entry.token) == code);
    CHECK(entry.token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") ==
          std::string_view::npos);
    CHECK(entry.sentence.ends_with('.'));
  }
  CHECK_FALSE(find_code("NO_SUCH_TOKEN"));
}

TEST_CASE("codes: the class alone decides the status") {
  CHECK(status_of(CodeClass::malformed) == 400);
  CHECK(status_of(CodeClass::denied) == 403);
  CHECK(status_of(CodeClass::unknown) == 404);
  CHECK(status_of(CodeClass::conflict) == 409);
}
