// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/input.hpp"

#include "tests/adapters/cli/expect.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using test::check_bad_input;
using test::TempFolder;

namespace {

using Transient = std::map<std::string, Bytes>;

cli::Input read(const cli::ArgumentFlags& flags) {
  return cli::read_input(flags, cli::read_words(flags.args), nullptr);
}

}  // namespace

TEST_CASE("arguments come from the command line or from a file") {
  const TempFolder folder;
  folder.write("args.json", "{ \"b\": 1, \"a\": 2 }");
  CHECK(canonical(read({.args = {R"({"x":true})"}}).args) == R"({"x":true})");
  CHECK(canonical(read({.args = {"@" + folder.file("args.json")}}).args) == R"({"a":2,"b":1})");
}

TEST_CASE("arguments: an object is one, an array of texts is one each") {
  using Arguments = std::vector<Bytes>;
  const auto texts = [](const char* args) {
    return cli::arguments_of(read({.args = {args}}).args);
  };
  CHECK(texts(R"({"b":1,"a":2})") == Arguments{R"({"a":2,"b":1})"});
  CHECK(texts(R"(["asset1","5",""])") == Arguments{"asset1", "5", ""});
  CHECK(texts("[]") == Arguments{});
}

TEST_CASE("openings go to transient and to commitments, here or in relay") {
  const TempFolder folder;
  folder.write("a", R"({"commitments":{"terms":"c1"},"transient":{"c1":"o1"}})");
  folder.write("b", R"({"commitments":{"usage":"c2"},"transient":{"c2":"o2"}})");
  const auto input = read({.args = {R"({"loanId":"L","relay":{"copies":["X"]}})"},
                           .openings = {folder.file("a")},
                           .relay_openings = {folder.file("b")}});
  CHECK(canonical(input.args) == R"({"commitments":{"terms":"c1"},"loanId":"L",)"
                                 R"("relay":{"commitments":{"usage":"c2"},"copies":["X"]}})");
  CHECK(input.transient == Transient{{"c1", "o1"}, {"c2", "o2"}});
}

TEST_CASE("transient data: by name, or what commit printed, without its commitments") {
  const TempFolder folder;
  folder.write("a", R"({"commitments":{"terms":"c1"},"transient":{"c1":"o1"}})");
  const auto by_name = read({.transient = R"({"c2":"o2"})"});
  CHECK(by_name.transient == Transient{{"c2", "o2"}});
  const auto known = read({.transient = "@" + folder.file("a")});
  CHECK(known.transient == Transient{{"c1", "o1"}});
  CHECK(canonical(known.args) == "{}");
}

TEST_CASE("signatures are appended") {
  const TempFolder folder;
  folder.write("s1", R"({"kid":"1"})");
  folder.write("s2", R"({"kid":"2"})");
  const auto input = read({.args = {R"({"signatures":[{"kid":"0"}]})"},
                           .signatures = {folder.file("s1"), folder.file("s2")}});
  CHECK(canonical(input.args) == R"({"signatures":[{"kid":"0"},{"kid":"1"},{"kid":"2"}]})");
}

TEST_CASE("input that cannot be used is named") {
  const TempFolder folder;
  folder.write("openings", R"({"commitments":{"terms":"c1"},"transient":{"c1":"o1"}})");
  folder.write("other", R"({"a":1})");
  const std::string openings = folder.file("openings");
  struct Row {
    cli::ArgumentFlags flags;
    const char* message;
  };
  const Row rows[] = {
      {{.args = {"{"}}, "the argument object cannot be taken: not JSON"},
      {{.args = {"1"}}, "neither JSON nor NAME=VALUE"},
      {{.args = {R"(["a",1])"}}, "an argument is not a text"},
      {{.args = {"[]"}, .openings = {openings}}, "not a JSON object"},
      {{.args = {"@" + folder.file("missing")}}, "cannot be read"},
      {{.args = {R"({"a":1,"a":2})"}}, "cannot be taken: duplicate name"},
      {{.transient = "{"}, "--transient"},
      {{.transient = "[]"}, "--transient"},
      {{.transient = R"({"a":{"b":1}})"}, "value of a is not a text"},
      {{.openings = {folder.file("other")}}, "does not hold openings"},
      {{.relay_openings = {folder.file("other")}}, "does not hold openings"},
      {{.args = {R"({"commitments":{"terms":"x"}})"}, .openings = {openings}},
       "given twice: terms"},
      {{.args = {R"({"commitments":1})"}, .openings = {openings}}, "not a JSON object"},
      {{.args = {R"({"relay":[]})"}, .relay_openings = {openings}}, "not a JSON object"},
      {{.args = {R"({"signatures":{}})"}, .signatures = {folder.file("other")}},
       "signatures is not an array"},
      {{.signatures = {folder.file("missing")}}, "cannot be read"},
  };
  for (const Row& row : rows) check_bad_input([&] { read(row.flags); }, row.message);
}
