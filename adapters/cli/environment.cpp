// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/environment.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <vector>

#include "adapters/cli/problem.hpp"

namespace tradelane::cli {

namespace {

namespace fs = std::filesystem;

/// Reads variables; an empty one counts as not set.
class Reader {
 public:
  explicit Reader(const Variables& variables) : variables_(variables) {}

  std::string text(std::initializer_list<const char*> names) const {
    for (const char* name : names)
      if (auto value = variables_(name).value_or(""); !value.empty()) return value;
    return "";
  }

  std::string fabric_path(const char* name) const {
    const fs::path path = text({name});
    const std::string base = text({"FABRIC_CFG_PATH"});
    if (path.empty() || path.is_absolute() || base.empty()) return path.string();
    return (fs::path(base) / path).string();
  }

 private:
  const Variables& variables_;
};

void fill(std::string& value, const std::string& candidate) {
  if (value.empty()) value = candidate;
}

/// The first of the folders in `folder` whose name begins with `prefix`; "" when there is none.
std::string folder_in(const fs::path& folder, const std::string& prefix) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->is_directory() && at->path().filename().string().starts_with(prefix))
      found.push_back(at->path());
  return found.empty() ? "" : std::min_element(found.begin(), found.end())->string();
}

/// The samples name an organisation's folder as `cryptogen` makes it.
std::string user_folder(const std::string& crypto) {
  const std::string user = crypto.empty() ? "" : folder_in(fs::path(crypto) / "users", "User1@");
  return user.empty() ? "" : (fs::path(user) / "msp").string();
}
std::string roots_of_peer(const std::string& crypto) {
  const std::string peer = crypto.empty() ? "" : folder_in(fs::path(crypto) / "peers", "");
  return peer.empty() ? "" : (fs::path(peer) / "tls" / "ca.crt").string();
}

std::string without_scheme(std::string endpoint) {
  constexpr std::string_view scheme = "dns:///";
  return endpoint.starts_with(scheme) ? endpoint.substr(scheme.size()) : endpoint;
}

/// The MSP folder of which the folder at `variable` is the part `name`; "" when it is not set.
std::string whole_of(const char* variable, const char* name, const Reader& from) {
  const fs::path path = from.text({variable});
  if (path.empty()) return "";
  const fs::path part = path.has_filename() ? path : path.parent_path();
  if (part.filename() != name)
    throw Problem(Exit::bad_input,
                  std::string(variable) + " names no folder " + name + ": " + path.string() + ".",
                  "Give the MSP folder that holds signcerts and keystore with --msp.");
  return part.parent_path().string();
}

std::string msp_of_samples(const Reader& from) {
  const std::string of_certificate = whole_of("CERT_DIRECTORY_PATH", "signcerts", from);
  const std::string of_key = whole_of("KEY_DIRECTORY_PATH", "keystore", from);
  if (!of_certificate.empty() && !of_key.empty() &&
      fs::path(of_certificate).lexically_normal() != fs::path(of_key).lexically_normal())
    throw Problem(Exit::bad_input,
                  "CERT_DIRECTORY_PATH and KEY_DIRECTORY_PATH are not in one MSP folder.",
                  "Give the MSP folder that holds signcerts and keystore with --msp.");
  return of_certificate.empty() ? of_key : of_certificate;
}

void fill_from_peer_command(ConnectionFlags& flags, const Reader& from) {
  const bool peer_is_theirs = flags.peer.empty();
  fill(flags.peer, from.text({"CORE_PEER_ADDRESS"}));
  fill(flags.msp, from.text({"CORE_PEER_LOCALMSPID"}));
  if (peer_is_theirs && from.text({"CORE_PEER_TLS_ENABLED"}) == "false") flags.plaintext = true;
  if (flags.plaintext) return;
  fill(flags.tls_roots, from.fabric_path("CORE_PEER_TLS_ROOTCERT_FILE"));
  fill(flags.tls_certificate, from.fabric_path("CORE_PEER_TLS_CLIENTCERT_FILE"));
  fill(flags.tls_key, from.fabric_path("CORE_PEER_TLS_CLIENTKEY_FILE"));
  fill(flags.server_name, from.text({"CORE_PEER_TLS_SERVERHOSTOVERRIDE"}));
}

void fill_from_samples(ConnectionFlags& flags, const Reader& from) {
  fill(flags.peer, without_scheme(from.text({"PEER_ENDPOINT"})));
  fill(flags.msp, from.text({"MSP_ID"}));
  if (flags.plaintext) return;
  fill(flags.tls_roots, from.text({"TLS_CERT_PATH"}));
  fill(flags.tls_roots, roots_of_peer(from.text({"CRYPTO_PATH"})));
  fill(flags.server_name, from.text({"PEER_HOST_ALIAS"}));
}

}  // namespace

Variables variables_of_process() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

void fill_names(std::string& channel, std::string& chaincode, const Variables& variables) {
  const Reader from(variables);
  fill(channel, from.text({"CHANNEL_NAME"}));
  fill(channel, "trade");
  fill(chaincode, from.text({"CHAINCODE_NAME"}));
  fill(chaincode, "tradelane");
}

ConnectionFlags with_environment(ConnectionFlags flags, const Variables& variables) {
  const Reader from(variables);
  fill_names(flags.channel, flags.chaincode, variables);
  fill(flags.profile, from.text({"TRADELANE_PROFILE"}));
  fill(flags.msp_folder, from.text({"TRADELANE_MSP"}));
  const bool is_for_peer =
      !from.text({"CORE_PEER_ADDRESS", "CORE_PEER_LOCALMSPID", "CORE_PEER_MSPCONFIGPATH"}).empty();
  if (is_for_peer) {
    fill(flags.msp_folder, from.fabric_path("CORE_PEER_MSPCONFIGPATH"));
    if (flags.profile.empty()) fill_from_peer_command(flags, from);
  } else {
    if (flags.msp_folder.empty()) flags.msp_folder = msp_of_samples(from);
    fill(flags.msp_folder, user_folder(from.text({"CRYPTO_PATH"})));
    if (flags.profile.empty()) fill_from_samples(flags, from);
  }
  return flags;
}

}  // namespace tradelane::cli
