// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/decode.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/shanghai/records.hpp"

using namespace tradelane;
using namespace tradelane::shanghai;

TEST_CASE("shanghai charset: GB18030 in one, two and four bytes, UTF-8 with and without mark") {
  struct Row {
    const char* hex;
    Charset charset;
    const char* text;  // null: FEED_CHARSET
  };
  const Row rows[] = {
      {"b1a8b9d8b5a5", Charset::gb18030, "报关单"},
      {"8139ee39", Charset::gb18030, "㐀"},
      {"95328236", Charset::gb18030, "𠀀"},
      {"a2e3", Charset::gb18030, "€"},
      {"41420d0a09", Charset::gb18030, "AB\r\n\t"},
      {"", Charset::gb18030, ""},
      {"b1", Charset::gb18030, nullptr},
      {"b1a8b9", Charset::gb18030, nullptr},
      {"953282", Charset::gb18030, nullptr},
      {"ff", Charset::gb18030, nullptr},
      {"fe39fe39", Charset::gb18030, nullptr},
      {"8431a437", Charset::gb18030, nullptr},  // U+FFFD
      {"00", Charset::gb18030, nullptr},
      {"e68aa5", Charset::utf8, "报"},
      {"efbbbfe68aa5", Charset::utf8, "报"},
      {"c2a0", Charset::utf8, "\u00a0"},
      {"c285", Charset::utf8, nullptr},
      {"7f", Charset::utf8, nullptr},
      {"1b", Charset::utf8, nullptr},
      {"efbfbd", Charset::utf8, nullptr},
      {"eda080", Charset::utf8, nullptr},
      {"b1a8", Charset::utf8, nullptr},
  };
  for (const Row& row : rows) {
    CAPTURE(row.hex);
    const auto text = to_utf8(*from_hex(row.hex), row.charset);
    REQUIRE(text.ok() == (row.text != nullptr));
    if (text) CHECK(*text == row.text);
    if (!text) CHECK(text.error().code == Code::feed_charset);
  }
}

TEST_CASE("shanghai declaration: texts of the source come out as they were typed") {
  const auto file = test::shanghai_fixtures() / "valid/D1.gb18030.xml";
  const auto message = decode_declaration(test::read_bytes(file), Charset::gb18030);
  REQUIRE(message.ok());
  REQUIRE(message->lists.size() == 2);
  CHECK(message->lists[0].g_name == "机架式服务器");
  CHECK(message->lists[1].g_name == "光传输设备");
  CHECK(message->head.gross_wet == "12500.5");
  CHECK(message->result->channel == "P");
}

TEST_CASE("shanghai declaration: depth without end is refused like any other nonsense") {
  Bytes deep = "<DecMessage>";
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  const auto open_ended = decode_declaration(deep, Charset::utf8);
  REQUIRE_FALSE(open_ended.ok());
  for (int i = 0; i < 200'000; ++i) deep += "</a>";
  const auto closed = decode_declaration(deep + "</DecMessage>", Charset::utf8);
  REQUIRE_FALSE(closed.ok());
  CHECK(closed.error().code == Code::feed_schema);
}

TEST_CASE("shanghai page: the node's answer, and what is none") {
  const auto page = decode_page(
      R"({"records":[{"envelope":{},"original":"QQ==","salt":"AA"}],"next":"c","more":true})");
  REQUIRE(page.ok());
  CHECK(page->records.at(0).original == "QQ==");
  CHECK(page->next == "c");
  CHECK(page->more);
  for (const char* body : {"", "[]", R"({"records":[]})", R"({"records":[],"next":"","more":1})",
                           R"({"records":[{}],"next":"","more":false})"}) {
    const auto refused = decode_page(body);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == Code::feed_schema);
  }
}
