// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/identities.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "adapters/cli/input.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/problem.hpp"
#include "chaincode/crypto/certificate.hpp"

namespace tradelane::cli {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> certificates_below(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error))
    if (at->is_regular_file() && at->path().parent_path().filename() == "signcerts")
      found.push_back(at->path());
  if (error)
    throw Problem(Exit::bad_input, folder.string() + " cannot be read.",
                  "Give an MSP folder, or one that holds some.");
  std::sort(found.begin(), found.end());
  return found;
}

Json describe(const fs::path& certificate, const fs::path& root) {
  const fs::path folder = certificate.parent_path().parent_path();
  Json::Object row{{"folder", folder.lexically_relative(root).string()}};
  const auto identity = crypto::parse_identity("", read_file(certificate));
  if (!identity) {
    row.emplace("subject", "cannot be read: " + identity.error().message());
    return row;
  }
  const auto party = identity->attributes.find("tradelane.party");
  row.emplace("subject", identity->subject);
  row.emplace("party", party == identity->attributes.end() ? "" : party->second);
  row.emplace("notAfter", identity->not_after.text());
  row.emplace("key", fs::exists(folder / "keystore") ? "here" : "elsewhere");
  return row;
}

}  // namespace

void run(const IdentityList& command, std::ostream& out) {
  Json::Array rows;
  for (const fs::path& certificate : certificates_below(command.folder))
    rows.push_back(describe(certificate, command.folder));
  if (rows.empty())
    throw Problem(Exit::bad_input, "There is no certificate in " + command.folder + ".",
                  "Give an MSP folder (it has a folder signcerts), or one that holds some.");
  if (command.output != Output::table) return print(out, rows, command.output);
  print_table(out, {"folder", "party", "subject", "notAfter", "key"}, rows);
}

}  // namespace tradelane::cli
