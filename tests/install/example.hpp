// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "tests/support/temp_folder.hpp"

/// fixtures/asset-transfer as somebody else meets it: its README, and what comes of following it.
namespace tradelane::test {

/// What stands between "```LANGUAGE" and "```" in its README, in order; or in another file.
std::vector<std::string> blocks_of_readme(const std::string& language,
                                          const std::string& file = "");
/// A file of fixtures/asset-transfer.
std::string file_of_example(const std::string& name);

/// The library, the embedded peer and the command, installed below a folder of their own from the
/// build tree of this test, and the example built against them as its README says. All of it is
/// gone with the object. `std::runtime_error` with the end of the output when a step fails.
class Example {
 public:
  Example();

  /// Where the README's commands are typed.
  const std::string& folder() const { return folder_; }
  /// What they need to be set.
  const std::map<std::string, std::string>& variables() const { return variables_; }
  /// The chaincode's program.
  std::string program() const { return folder_ + "/build/my-chaincode/build/asset-transfer"; }
  /// A file that was installed, such as `bin/tradelane`.
  std::string installed(const std::string& path) const { return prefix_ + "/" + path; }

 private:
  TempFolder temporary_;
  const std::string folder_ = temporary_.file("clone");
  const std::string prefix_ = temporary_.file("installed");
  std::map<std::string, std::string> variables_;
};

/// Made when it is first asked for, once for all tests of a program.
const Example& example();

struct Printed {
  int status = 0;
  /// Standard output and error.
  std::string text = {};
};

/// Types `script` at a shell in the example's folder. What it leaves running in the background is
/// ended with it; a command that fails ends it.
Printed type(const Example& example, const std::string& script,
             const std::map<std::string, std::string>& more = {});

}  // namespace tradelane::test
