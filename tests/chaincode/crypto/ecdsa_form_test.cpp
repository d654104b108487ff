// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/ecdsa_form.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::crypto;

namespace {

const Bytes one = Bytes(31, '\0') + '\x01';

}  // namespace

TEST_CASE("signature form: one DER per pair and no other") {
  CHECK(to_hex(*to_der(KeyKind::p256, one + one, Encoding::raw)) == "3006020101020101");
  CHECK(to_der(KeyKind::p256, *from_hex("3006020101020101"), Encoding::der));
  // A padded integer, a long-form length, trailing bytes, a negative number, a zero.
  for (const char* bad : {"300702020001020101", "308106020101020101", "300602010102010100",
                          "30060201ff020101", "3006020100020101", "3006020101", ""})
    CHECK_FALSE(to_der(KeyKind::p256, *from_hex(bad), Encoding::der));
}

TEST_CASE("signature form: there and back, with the smaller s where asked") {
  const Bytes der = der_from_raw(one + one);
  CHECK(raw_from_der(KeyKind::p256, der, false) == one + one);
  const Bytes high_s =
      *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550");
  CHECK(raw_from_der(KeyKind::p256, der_from_raw(one + high_s), true) == one + one);
  CHECK(raw_from_der(KeyKind::p256, der_from_raw(one + high_s), false) == one + high_s);
  CHECK(has_low_s(KeyKind::p256, one + one));
  CHECK_FALSE(has_low_s(KeyKind::p256, one + high_s));
  CHECK(with_other_s(KeyKind::p256, one + high_s) == one + one);
  const Bytes half = *from_hex("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");
  const Bytes above = *from_hex("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9");
  CHECK(has_low_s(KeyKind::p256, one + half));
  CHECK_FALSE(has_low_s(KeyKind::p256, one + above));
  CHECK(field_bytes(KeyKind::p384) == 48);
  CHECK(field_bytes(KeyKind::p521) == 66);
  CHECK(field_bytes(KeyKind::sm2) == 32);
}
