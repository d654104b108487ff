// SPDX-License-Identifier: Apache-2.0
// The conformance tool h2spec against our transport: what fails is what h2spec_exceptions.txt says,
// and nothing else, and all of that.
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;

namespace {

/// What stands between `begin` and `end` from `at` on; moves `at` behind it.
std::string between(const std::string& text, const std::string& begin, const std::string& end,
                    std::size_t& at) {
  const auto first = text.find(begin, at);
  if (first == std::string::npos) return "";
  const auto from = first + begin.size();
  const auto to = text.find(end, from);
  at = to;
  return text.substr(from, to - from);
}

std::string unescaped(std::string text) {
  for (const auto& [escape, plain] : std::map<std::string, std::string>{
           {"&#34;", "\""}, {"&#39;", "'"}, {"&gt;", ">"}, {"&lt;", "<"}, {"&amp;", "&"}})
    for (auto at = text.find(escape); at != std::string::npos; at = text.find(escape))
      text.replace(at, escape.size(), plain);
  return text;
}

struct Report {
  std::size_t passed = 0;
  std::set<std::string> not_passed = {};  // "section: what should be"
};

Report read_report(const std::string& xml) {
  Report out;
  for (std::size_t at = 0; (at = xml.find("<testcase ", at)) != std::string::npos;) {
    const std::string section = between(xml, "package=\"", "\"", at);
    const std::string what = between(xml, "classname=\"", "\"", at);
    const std::string rest = between(xml, ">", "</testcase>", at);
    if (rest.find('<') == std::string::npos) {
      ++out.passed;
    } else {
      out.not_passed.insert(section + ": " + unescaped(what));
    }
  }
  return out;
}

struct Exceptions {
  std::set<std::string> never = {};
  std::set<std::string> races = {};
};

/// The cases of the file; lines that begin with a blank are the reason of those before.
Exceptions exceptions() {
  std::ifstream file(TRADELANE_SOURCE_DIR "/tests/interop/h2spec_exceptions.txt");
  Exceptions out;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == ' ') {
      const bool has_case = !out.never.empty() || !out.races.empty();
      CHECK(has_case);
    } else if (line.front() == '~') {
      out.races.insert(line.substr(1));
    } else {
      out.never.insert(line);
    }
  }
  return out;
}

constexpr int most_rounds = 12;

Report run_tool(const char* tool, const std::string& port, const test::TempFolder& folder) {
  test::Process run({tool, "--port", port, "--path", "/test.Echo/Both", "--timeout", "2",
                     "--junit-report", folder.file("report.xml")},
                    folder.file("log"));
  run.wait();
  return read_report(folder.read("report.xml"));
}

}  // namespace

TEST_CASE("h2spec: everything passes but what is known, with a reason, not to apply") {
  const char* tool = std::getenv("H2SPEC");
  REQUIRE(tool != nullptr);
  const test::TempFolder folder;
  test::Process echo({test::program("echo-server"), "connections_per_address=1000"});
  const std::string port = echo.read_line();
  const auto known = exceptions();
  // What a race has not passed so far, and how often anything else was wrong: a machine may pause
  // once, what is wrong is wrong again.
  std::set<std::string> lost = known.races;
  std::map<std::string, int> wrong;
  bool again = true;
  for (int round = 0; round < most_rounds && again; ++round) {
    const Report report = run_tool(tool, port, folder);
    CHECK(report.passed > 100);
    std::set<std::string> still_lost;
    again = false;
    for (const std::string& one : report.not_passed) {
      if (lost.contains(one)) still_lost.insert(one);
      if (known.never.contains(one) || known.races.contains(one)) continue;
      ++wrong[one];
      again = true;
    }
    for (const std::string& one : known.never) {
      CAPTURE(one);
      CHECK(report.not_passed.contains(one));
    }
    lost = std::move(still_lost);
    again = again || !lost.empty();
  }
  for (const std::string& one : lost) FAIL_CHECK(one);
  for (const auto& [one, times] : wrong) CHECK_MESSAGE(times == 1, one);
  CHECK_FALSE(echo.has_ended());
}
