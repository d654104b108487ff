// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/bytes.hpp"

#include <doctest/doctest.h>

using namespace tradelane;

TEST_CASE("base64: the vectors of RFC 4648 section 10, both alphabets") {
  struct Row {
    std::string plain, padded;
  };
  const Row rows[] = {{"", ""},
                      {"f", "Zg=="},
                      {"fo", "Zm8="},
                      {"foo", "Zm9v"},
                      {"foob", "Zm9vYg=="},
                      {"fooba", "Zm9vYmE="},
                      {"foobar", "Zm9vYmFy"},
                      {"\xfb\xff", "+/8="}};
  for (const Row& row : rows) {
    CAPTURE(row.plain);
    CHECK(to_base64(row.plain) == row.padded);
    CHECK(from_base64(row.padded) == row.plain);
    CHECK(from_base64url(to_base64url(row.plain)) == row.plain);
  }
  CHECK(to_base64url("\xfb\xff") == "-_8");
}

TEST_CASE("base64url: anything but the one encoding of a value is refused") {
  for (const char* bad : {"Zg==", "Z", "Zh", "Zm9", "Zm 9", "+/8", "Zg\n"}) {
    CAPTURE(bad);
    CHECK_FALSE(from_base64url(bad));
  }
}

TEST_CASE("hex: round trip, either case in, lower case out") {
  CHECK(to_hex(std::string("\x00\xab\xff", 3)) == "00abff");
  CHECK(from_hex("00ABff") == std::string("\x00\xab\xff", 3));
  for (const char* bad : {"0", "0g", "xx"}) CHECK_FALSE(from_hex(bad));
}

TEST_CASE("utf-8: what may and what may not pass") {
  for (const char* good : {"", "abc", "\xe6\x8a\xa5\xe5\x85\xb3", "\xf4\x8f\xbf\xbf"})
    CHECK(is_utf8(good));
  const std::string bad[] = {"\x80",         "\xc0\x80",         "\xc1\xbf",
                             "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6\x8a",
                             "\xff",         "\xe0\x80\x80"};
  for (const std::string& bytes : bad) {
    CAPTURE(to_hex(bytes));
    CHECK_FALSE(is_utf8(bytes));
  }
  // Wherever it stands: texts are looked at eight bytes at a time.
  for (std::size_t before = 0; before < 20; ++before) {
    CAPTURE(before);
    const std::string ascii(before, 'a');
    CHECK(is_utf8(ascii + "\xe6\x8a\xa5" + ascii));
    CHECK_FALSE(is_utf8(ascii + "\xff"));
    CHECK_FALSE(is_utf8(ascii + "\xe6\x8a" + ascii));
  }
}

TEST_CASE("constant time comparison compares") {
  CHECK(equal_constant_time("same", "same"));
  CHECK_FALSE(equal_constant_time("same", "sama"));
  CHECK_FALSE(equal_constant_time("same", "sam"));
}
