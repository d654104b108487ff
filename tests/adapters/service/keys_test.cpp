// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/keys.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::service;

namespace {

struct World {
  std::string text = "standard";
  std::vector<std::string> list = {};
  std::int64_t number = 5;
  Address address = {};
  LogLevel level = LogLevel::info;
  Keys keys;

  World() {
    keys.add_text("some-text", "FILE", "a text", text);
    keys.add_list("list", "A,B", "a list", list);
    keys.add_number("number", "count", "a number", number, 1, 9);
    keys.add_address("address", "an address", address);
    keys.add_level("level", "a level", level);
  }
  std::string complaint(const Values& values) const {
    const auto done = keys.set(values);
    return done ? "" : done.error().detail;
  }
};

std::string file_complaint(const std::string& text) {
  const auto values = read_file_values(text);
  return values ? "" : values.error().detail;
}

}  // namespace

TEST_CASE_FIXTURE(World, "keys: each kind is read and printed the same") {
  CHECK(keys.print() ==
        "some-text = standard\nlist = \nnumber = 5\naddress = 127.0.0.1:0\nlevel = info\n");
  CHECK(complaint({{"some-text", "x"},
                   {"list", "a,b"},
                   {"number", "9"},
                   {"address", "::1:9443"},
                   {"level", "warn"}}) == "");
  CHECK(text == "x");
  CHECK(list == std::vector<std::string>{"a", "b"});
  CHECK(number == 9);
  CHECK(address == Address{.host = "::1", .port = 9443});
  CHECK(level == LogLevel::warn);
  CHECK(keys.print() ==
        "some-text = x\nlist = a,b\nnumber = 9\naddress = ::1:9443\nlevel = warn\n");
}

TEST_CASE_FIXTURE(World, "keys: each mistake has one line that says how to mend it") {
  CHECK(complaint({{"other", "x"}}) == "other: there is no such key");
  CHECK(complaint({{"number", "0"}}) == "number: a number from 1 to 9 is needed, not \"0\"");
  CHECK(complaint({{"number", "10"}}) == "number: a number from 1 to 9 is needed, not \"10\"");
  CHECK(complaint({{"number", "5s"}}) == "number: a number from 1 to 9 is needed, not \"5s\"");
  CHECK(complaint({{"address", "9443"}}) ==
        "address: ADDRESS:PORT is needed, such as 127.0.0.1:9443, not \"9443\"");
  CHECK(complaint({{"address", "127.0.0.1:65536"}}) ==
        "address: a number from 0 to 65535 is needed, not \"65536\"");
  CHECK(complaint({{"level", "loud"}}) ==
        "level: debug, info, warn or error is needed, not \"loud\"");
  CHECK(complaint({{"list", "a,,b"}}) == "list: an entry of \"a,,b\" is empty");
  CHECK(complaint({{"list", ""}}) == "list: an entry of \"\" is empty");
  CHECK(number == 5);
}

TEST_CASE_FIXTURE(World, "keys: the environment's names follow from the keys") {
  CHECK(environment_values(keys, {{"TRADELANE_SOME_TEXT", "x"},
                                  {"TRADELANE_NUMBER", ""},
                                  {"TRADELANE_OTHER", "y"},
                                  {"some-text", "z"}}) == Values{{"some-text", "x"}});
}

TEST_CASE("keys: a file is one object of texts, numbers and lists") {
  CHECK(*read_file_values(R"({"a":"x","b":5,"c":["d","e"]})") ==
        Values{{"a", "x"}, {"b", "5"}, {"c", "d,e"}});
  CHECK(file_complaint("nonsense") == "config: one JSON object is needed");
  CHECK(file_complaint("[]") == "config: one JSON object is needed");
  for (const char* wrong : {R"({"a":true})", R"({"a":[]})", R"({"a":["b",1]})", R"({"a":{}})"})
    CHECK(file_complaint(wrong) == "a: a text, a number or a list of texts is needed");
}
