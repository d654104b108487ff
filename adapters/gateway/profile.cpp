// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/profile.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "chaincode/codec/json.hpp"

namespace tradelane::gateway {

namespace {

namespace fs = std::filesystem;

Error config(const std::string& path, const std::string& what) {
  return refuse(Code::gw_config, "", path + ": " + what);
}

Result<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return config(path, "cannot be opened");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

const Json* find(const Json* json, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) json = json == nullptr ? nullptr : json->find(name);
  return json;
}

std::string text_at(const Json* json, std::initializer_list<std::string_view> names) {
  const Json* member = find(json, names);
  const std::string* text = member == nullptr ? nullptr : member->as_string();
  return text == nullptr ? "" : *text;
}

/// Reads one profile; knows its file for messages and for relative paths.
class Reader {
 public:
  Reader(std::string path, const Json& root) : path_(std::move(path)), root_(root) {}

  Result<Profile> read() const {
    const std::string organization = text_at(&root_, {"client", "organization"});
    const Json* ours = find(&root_, {"organizations", organization});
    if (!organization.empty() && ours == nullptr)
      return config(path_, "client.organization is not among organizations");
    const Json* peer = peer_of(ours);
    if (peer == nullptr) return config(path_, "names no peer of the client's organisation");
    Profile profile{.msp = text_at(ours, {"mspid"})};
    if (auto error = read_peer(*peer, profile.connection)) return *error;
    if (auto error = read_client(profile.connection)) return *error;
    return profile;
  }

 private:
  /// The first peer of the organisation, or the first of all when there is no organisation.
  const Json* peer_of(const Json* organization) const {
    const Json* peers = root_.find("peers");
    if (peers == nullptr || peers->as_object() == nullptr) return nullptr;
    if (organization == nullptr)
      return peers->as_object()->empty() ? nullptr : &peers->as_object()->begin()->second;
    const Json* names = organization->find("peers");
    if (names == nullptr || names->as_array() == nullptr || names->as_array()->empty())
      return nullptr;
    const std::string* name = names->as_array()->front().as_string();
    return name == nullptr ? nullptr : peers->find(*name);
  }

  std::optional<Error> read_peer(const Json& peer, ConnectionOptions& out) const {
    const std::string url = text_at(&peer, {"url"});
    const bool tls = url.starts_with("grpcs://");
    if (!tls && !url.starts_with("grpc://"))
      return config(path_, "a peer's url must start with grpcs:// or grpc://");
    out.address = url.substr(url.find("://") + 3);
    out.plaintext = !tls;
    out.server_name = text_at(&peer, {"grpcOptions", "ssl-target-name-override"});
    return tls ? read_pem(peer.find("tlsCACerts"), out.tls_roots) : std::nullopt;
  }

  std::optional<Error> read_client(ConnectionOptions& out) const {
    const Json* client = find(&root_, {"client", "tlsCerts", "client"});
    if (client == nullptr || out.plaintext) return std::nullopt;
    if (auto error = read_pem(client->find("cert"), out.client_certificate)) return error;
    return read_pem(client->find("key"), out.client_key);
  }

  /// {"pem": text | [text]} or {"path": file}; nothing when there is no such member.
  std::optional<Error> read_pem(const Json* from, std::string& out) const {
    if (from == nullptr) return std::nullopt;
    const Json* pem = from->find("pem");
    if (pem != nullptr && pem->as_array() != nullptr) {
      for (const Json& part : *pem->as_array())
        if (part.as_string() != nullptr) out += *part.as_string();
      return std::nullopt;
    }
    out = text_at(from, {"pem"});
    const std::string file = text_at(from, {"path"});
    if (!out.empty() || file.empty()) return std::nullopt;
    auto content = read_file(fs::path(path_).parent_path() / file);
    if (!content) return content.error();
    out = std::move(*content);
    return std::nullopt;
  }

  std::string path_;
  const Json& root_;
};

Result<std::string> only_file(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.is_regular_file()) files.push_back(entry.path());
  if (error) return config(folder, "cannot be opened");
  if (files.size() != 1)
    return config(folder, "holds " + std::to_string(files.size()) + " files instead of one");
  return read_file(files.front());
}

}  // namespace

Result<Profile> parse_profile(const std::string& json, const std::string& path) {
  const auto parsed = parse_json(json);
  if (!parsed) return config(path, "is not JSON");
  return Reader(path, *parsed).read();
}

Result<Profile> read_profile(const std::string& path) {
  auto text = read_file(path);
  if (!text) return text.error();
  return parse_profile(*text, path);
}

Result<MspFolder> read_msp_folder(const std::string& path) {
  auto certificate = only_file(fs::path(path) / "signcerts");
  if (!certificate) return certificate.error();
  auto key = only_file(fs::path(path) / "keystore");
  if (!key) return key.error();
  return MspFolder{.certificate = std::move(*certificate), .key = std::move(*key)};
}

}  // namespace tradelane::gateway
