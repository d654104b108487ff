// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/result.hpp"

#include <doctest/doctest.h>

using namespace tradelane;

TEST_CASE("result: holds a value or a refusal, and reading the wrong side is a fault") {
  const Result<int> good = 7;
  CHECK(good.ok());
  CHECK(*good == 7);
  CHECK_THROWS_AS((void)good.error(), Fault);

  const Result<int> bad = refuse(Code::ebl_not_holder, "B7");
  CHECK_FALSE(bad.ok());
  CHECK(bad.error().rule == "B7");
  CHECK_THROWS_AS((void)bad.value(), Fault);
}

TEST_CASE("error: the token leads the message") {
  CHECK(refuse(Code::ebl_not_holder).message() ==
        "EBL_NOT_HOLDER: Only the present holder may do this.");
  CHECK(refuse(Code::arg_malformed, "", "number").message() ==
        "ARG_MALFORMED: The argument object is malformed. (number)");
}
