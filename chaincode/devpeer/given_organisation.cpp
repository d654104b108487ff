// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>

#include "chaincode/crypto/certificate.hpp"
#include "chaincode/crypto/certificate_check.hpp"
#include "chaincode/crypto/private_key.hpp"
#include "chaincode/devpeer/files.hpp"
#include "chaincode/devpeer/organisations.hpp"

namespace tradelane::devpeer {
namespace {

namespace fs = std::filesystem;

Error bad(const std::string& what) { return refuse(Code::arg_malformed, "", what); }

/// The files of a folder, in the order of their names; empty when there is no such folder.
std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing))
    if (entry.is_regular_file()) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> out;
  for (const fs::path& path : paths) out.push_back(read_file(path));
  return out;
}

/// The one file of a folder. Throws `Fault`.
std::string only_file(const fs::path& folder) {
  const auto all = files_in(folder);
  if (all.size() != 1) throw Fault(folder.string() + " needs exactly one file");
  return all.front();
}

/// Roots, and the intermediate authorities that one of them has issued.
std::string authorities_in(const fs::path& msp) {
  const auto roots = files_in(msp / "cacerts");
  if (roots.empty()) throw Fault((msp / "cacerts").string() + " needs a certificate");
  std::string out;
  for (const std::string& root : roots) out += root + "\n";
  for (const std::string& intermediate : files_in(msp / "intermediatecerts"))
    if (std::any_of(roots.begin(), roots.end(),
                    [&](const std::string& root) { return crypto::issued_by(intermediate, root); }))
      out += intermediate + "\n";
  return out;
}

}  // namespace

Result<Organisation> read_given(const GivenOrganisation& given) {
  const fs::path folder = given.folder;
  try {
    Organisation out{.msp = given.msp,
                     .authority = authorities_in(folder / "msp"),
                     .tls_authority = read_file(folder / "tls" / "ca.crt"),
                     .peer_certificate = only_file(folder / "msp" / "signcerts"),
                     .peer_key = only_file(folder / "msp" / "keystore"),
                     .tls_certificate = read_file(folder / "tls" / "server.crt"),
                     .tls_key = read_file(folder / "tls" / "server.key"),
                     .is_given = true};
    const auto identity = crypto::parse_identity(given.msp, out.peer_certificate);
    if (!identity || !identity->has_unit("peer"))
      return bad(folder.string() + ": its certificate has no organisational unit 'peer'");
    if (!crypto::issued_by_any(out.peer_certificate, out.authority))
      return bad(folder.string() + ": its certificate is not its authority's");
    const auto key = crypto::PrivateKey::from_pem(out.peer_key);
    const auto certified = crypto::key_of_certificate(out.peer_certificate);
    if (!key || key->kind() != crypto::KeyKind::p256 || !certified ||
        key->public_key().jwk().x != certified->jwk().x)
      return bad(folder.string() + ": its key is not the P-256 key of its certificate");
    return out;
  } catch (const std::exception& error) {
    return bad(error.what());
  }
}

}  // namespace tradelane::devpeer
