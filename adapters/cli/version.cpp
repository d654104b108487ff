// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/version.hpp"

#include "adapters/cli/output.hpp"

namespace tradelane::cli {

std::string version() { return TRADELANE_VERSION; }

void run(const Version& command, std::ostream& out) {
  print(out,
        Json::Object{{"tradelane", version()},
                     {"compiler", __VERSION__},
                     {"fabric", "gateway service of 2.4 and later; tested with 2.5 and 3.1"}},
        command.output);
}

}  // namespace tradelane::cli
