// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/arguments.hpp"

#include "tests/adapters/cli/paper.hpp"
#include "tests/adapters/cli/sample_metadata.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;

namespace {

using Words = std::vector<std::string>;

/// What is sent to `transaction`, checked.
std::string sent(const std::string& transaction, const Words& words) {
  const cli::Metadata metadata = test::metadata();
  const auto* found = metadata.find(transaction);
  REQUIRE(found != nullptr);
  const Json args = cli::arguments_from(cli::read_words(words), found, metadata.root);
  cli::check_arguments(args, *found, metadata.root);
  return canonical(args);
}

std::string unchecked(const Words& words) {
  return canonical(cli::arguments_from(cli::read_words(words), nullptr, Json()));
}

}  // namespace

TEST_CASE("NAME=VALUE becomes what the metadata says it is") {
  struct Row {
    Words words;
    const char* sent;
  };
  const Row rows[] = {
      {{"billId=5"}, R"({"billId":"5"})"},
      {{"billId=a=b"}, R"({"billId":"a=b"})"},
      {{"billId="}, R"({"billId":""})"},
      {{"billId=x", "copies=5", "final=true"}, R"({"billId":"x","copies":5,"final":true})"},
      {{"billId=x", R"(tags=["a","b"])"}, R"({"billId":"x","tags":["a","b"]})"},
      {{"billId=x", "commitments.facts=5"}, R"({"billId":"x","commitments":{"facts":"5"}})"},
      {{"billId=x", "note=5"}, R"({"billId":"x","note":5})"},
      {{"billId=x", "note=five"}, R"({"billId":"x","note":"five"})"},
      {{"billId=x", R"(note:={"a":1})"}, R"({"billId":"x","note":{"a":1}})"},
      {{R"({"copies":2})", "billId=x"}, R"({"billId":"x","copies":2})"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.sent);
    CHECK(sent("ebl:Transfer", row.words) == row.sent);
  }
}

TEST_CASE("several parameters are texts, by name or in order") {
  const char* all = R"(["a1","5","{\"name\":\"x\"}"])";
  CHECK(sent("Assets:Create", {"size=5", "id=a1", R"(owner={"name":"x"})"}) == all);
  CHECK(sent("Assets:Create", {all}) == all);
  CHECK(sent("Create", {all}) == all);
  CHECK(sent("Assets:Count", {}) == "[]");
}

TEST_CASE("names of `metadata` reach into a parameter that is an object, and files are read") {
  const test::TempFolder folder;
  folder.write("owner", R"({"name":"x"})");
  const auto created = [](const Words& words) {
    return sent("Assets:Create", test::with({"id=1.50", "size=5"}, words));
  };
  CHECK(created({"owner.name=5"}) == R"(["1.50","5","{\"name\":\"5\"}"])");
  CHECK(created({"owner.name=x", "owner.at.lots=5"}) ==
        R"(["1.50","5","{\"at\":{\"lots\":5},\"name\":\"x\"}"])");
  CHECK(created({"owner={}", "owner.name=x"}) == R"(["1.50","5","{\"name\":\"x\"}"])");
  CHECK(created({"owner=@" + folder.file("owner")}) == R"(["1.50","5","{\"name\":\"x\"}"])");
  CHECK(created({R"(owner:={"name":"x"})"}) == R"(["1.50","5","{\"name\":\"x\"}"])");
  CHECK(sent("Assets:Create", {"id=@x", "size:=5", "owner={}"}) == R"(["@x","5","{}"])");
}

TEST_CASE("without metadata a VALUE is a text") {
  CHECK(unchecked({"a=1", "b.c=true", "d:=2"}) == R"({"a":"1","b":{"c":"true"},"d":2})");
  CHECK(unchecked({}) == "{}");
  CHECK(unchecked({R"(["x"])"}) == R"(["x"])");
}

TEST_CASE("a value from a file") {
  const test::TempFolder folder;
  folder.write("tags", R"(["a"])");
  CHECK(sent("ebl:Transfer", {"billId=x", "tags=@" + folder.file("tags")}) ==
        R"({"billId":"x","tags":["a"]})");
  CHECK(sent("ebl:Transfer", {"billId=@x"}) == R"({"billId":"@x"})");
}

TEST_CASE("what cannot be sent is refused with everything that is wrong") {
  struct Row {
    const char* transaction;
    Words words;
    const char* told;
  };
  const Row rows[] = {
      {"ebl:Transfer", {}, "do not fit ebl:Transfer: billId is missing."},
      {"ebl:Transfer",
       {"bilId=x", "copies=two"},
       "billId is missing. bilId is unknown (did you mean billId?). copies is a text"},
      {"ebl:Transfer", {"billId=x", "commitments.facts:=5"}, "commitments.facts is a number"},
      {"ebl:Transfer", {"billId=x", "billId=y"}, "billId is given twice"},
      {"ebl:Transfer", {"billId=x", "billId.a=y"}, "lies in what is no object"},
      {"ebl:Transfer", {"{}", "{}"}, "More than one JSON"},
      {"ebl:Transfer", {"[]", "a=b"}, "goes with an object only"},
      {"ebl:Transfer", {R"(["a","b"])"}, "takes 1 arguments (argument), and 2 are given"},
      {"ebl:Transfer", {"tags=[1"}, "the value of tags cannot be taken"},
      {"ebl:Transfer", {"=x"}, "neither JSON nor NAME=VALUE: =x"},
      {"ebl:Transfer", {".a=x"}, "neither JSON nor NAME=VALUE"},
      {"ebl:Transfer", {"word"}, "neither JSON nor NAME=VALUE: word"},
      {"Assets:Create", {"id=a"}, "size is missing"},
      {"Assets:Create", {"id=a", "id=b"}, "id is given twice"},
      {"Assets:Create", {"id=a", "size=1", "owner={}", "x=1"}, "no such parameter: x"},
      {"Assets:Create", {"id=a", "size=1", "owner.name:=5"}, "owner.name is a number"},
      {"Assets:Create", {"id=a", "size=1", "owner.name=x", "owner={}"}, "owner is given twice"},
      {"Assets:Create", {"id=a", "size=1", "id.x=1", "owner={}"}, "id.x lies in what is no object"},
      {"Assets:Create", {"id=a", "size=1", "owner={"}, "the value of owner cannot be taken"},
      {"Assets:Create", {R"(["a","1"])"}, "takes 3 arguments (id, size, owner), and 2 are given"},
      {"Assets:Create", {R"(["a","one","{}"])"}, "size is a text and must be a whole number"},
      {"Assets:Create", {R"(["a","1","{\"name\":1}"])"}, "owner.name is a number"},
      {"Assets:Count", {"{}"}, "takes 0 arguments (none), and 1 are given"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.told);
    test::check_bad_input([&] { sent(row.transaction, row.words); }, row.told);
  }
}
