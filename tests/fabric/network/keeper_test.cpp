// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/keeper.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

/// Writes a file when it is let go.
struct Trace {
  std::string path;
  const test::TempFolder& folder;
  ~Trace() { folder.write(path, "let go"); }
};

}  // namespace

TEST_CASE("keeper: holds what was started until it is dismissed") {
  const test::TempFolder folder;
  const pid_t keeper = keep([&] { return std::shared_ptr<Trace>(new Trace{"trace", folder}); });
  note_keeper(folder.path(), keeper);
  CHECK(folder.read("trace").empty());
  CHECK(keepers(folder.path()) == std::vector<pid_t>{keeper});
  dismiss(keeper);
  CHECK(folder.read("trace") == "let go");
  dismiss(keeper);
}

TEST_CASE("keeper: what could not start is told where it was asked for") {
  CHECK_THROWS_WITH_AS(keep([]() -> Held { throw Fault("no such luck"); }), "no such luck", Fault);
}
