// SPDX-License-Identifier: Apache-2.0
// What the README tells operators to type on a Fabric network of their own, run as it stands there.
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "tests/fabric/fabric_backend.hpp"
#include "tests/fabric/network/endorsers.hpp"
#include "tests/support/log_file.hpp"
#include "tests/support/process.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

/// The blocks of commands in the README's section, without the first, which builds.
std::vector<std::string> blocks() {
  const std::string readme = test::content_of(std::string(TRADELANE_SOURCE_DIR) + "/README.md");
  const auto begin = readme.find("\n## On your own Fabric network\n");
  if (begin == std::string::npos) throw Fault("the README has no such section");
  const std::string section = readme.substr(begin, readme.find("\n## ", begin + 1) - begin);
  const std::string opening = "\n```sh\n";
  std::vector<std::string> out;
  for (auto at = section.find(opening); at != std::string::npos;) {
    const auto from = at + opening.size();
    const auto end = section.find("```\n", from);
    out.push_back(section.substr(from, end - from));
    at = section.find(opening, end);
  }
  if (out.empty() || out.front().find("tests/build release") == std::string::npos)
    throw Fault("the section does not begin with the build");
  out.erase(out.begin());
  return out;
}

/// A network whose organisations' administrators type at shells.
class Consortium {
 public:
  Consortium() : network_(plan(), {}) {
    std::ofstream(file("rulebook.txt")) << "Nobody sells what is not theirs.\n";
  }

  std::string file(const std::string& name) const { return network_.plan().file(name); }
  const Plan& plan_of() const { return network_.plan(); }

  /// A shell that types `block` in a folder of its own, with the variables of `msp`, and then stays
  /// while what it has started runs in the background.
  Child type(const std::string& msp, const std::string& block, const std::string& done) const {
    const std::string folder = file("desk-" + msp);
    std::filesystem::create_directories(folder);
    const std::string variables = test::program("fabric-network") + " --folder " +
                                  network_.plan().folder + " env --org " + msp;
    const std::string script = "set -eu; cd " + folder + "; eval \"$(" + variables +
                               ")\"; export RULEBOOK=" + file("rulebook.txt") + "\n" + block +
                               "touch " + file(done) + "\nwait\n";
    const std::string own = std::filesystem::path(test::program("tradelane")).parent_path();
    return Child({.argv = {"/bin/bash", "-c", script},
                  .environment = {{"PATH", own + ":" + std::getenv("PATH")}}},
                 log(done));
  }
  std::string log(const std::string& done) const { return network_.plan().log(done); }

 private:
  static Plan plan() {
    const Line line = line_of_this_run();
    return {.folder = fresh_folder(),
            .line = line,
            .binaries = find_binaries(line).value(),
            .msps = {"OperatorMSP", "CarrierMSP"}};
  }

  Network network_;
};

void await(const Consortium& consortium, Child& shell, const std::string& done) {
  wait_until(done, [&] {
    const bool was_running = shell.is_running();
    const bool is_there = std::filesystem::exists(consortium.file(done));
    if (!is_there && !was_running) throw Fault("not " + done + ": " + tail(consortium.log(done)));
    return is_there;
  });
}

}  // namespace

TEST_CASE("operator: what the README says leads from nothing to the first transaction") {
  const auto all = blocks();
  REQUIRE(all.size() == 3);
  const Consortium consortium;
  std::vector<Child> shells;
  for (const std::string& msp : consortium.plan_of().msps) {
    shells.push_back(consortium.type(msp, all[0], "approved-" + msp));
    await(consortium, shells.back(), "approved-" + msp);
  }
  Child committing = consortium.type("CarrierMSP", all[1], "committed");
  await(consortium, committing, "committed");
  wait_for_endorsers(consortium.plan_of(), {});
  Child first = consortium.type("OperatorMSP", all[2], "bootstrapped");
  await(consortium, first, "bootstrapped");
  const std::string said = tail(consortium.log("bootstrapped"), 1'000'000);
  CHECK(said.find("AcceptTerms") != std::string::npos);
  CHECK(said.find("party.Bootstrap") != std::string::npos);
}
