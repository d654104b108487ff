// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdexcept>
#include <string>

namespace tradelane::cli {

/// How the command ends: its exit status.
enum class Exit : int {
  done = 0,
  refused = 1,          // a contract said no; nothing was written
  bad_input = 2,        // the command line or a file it names; nothing was sent
  network = 3,          // a peer could not do it; nothing was written
  invalid = 4,          // on the ledger, and invalid: nothing was written
  unknown_outcome = 5,  // sent, and nobody knows yet what became of it
  findings = 6,         // `doctor` or `package inspect` found something that must be mended
  no_output = 7,        // done, and what there was to print could not be written
};

/// Why the command ends without success, and what its user can do about it. Thrown anywhere in the
/// command, caught in `run` only.
struct Problem : std::runtime_error {
  Problem(Exit with, const std::string& message, std::string what_next)
      : std::runtime_error(message), exit(with), next(std::move(what_next)) {}

  Exit exit;
  std::string next;
  /// "" when there is none.
  std::string token = {};
  std::string transaction_id = {};
};

}  // namespace tradelane::cli
