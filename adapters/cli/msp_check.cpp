// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/msp_check.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include "adapters/cli/input.hpp"
#include "adapters/cli/pem.hpp"
#include "adapters/cli/tls_check.hpp"
#include "adapters/cli/yaml.hpp"
#include "adapters/gateway/signer.hpp"
#include "chaincode/crypto/certificate.hpp"
#include "chaincode/crypto/certificate_chain.hpp"

namespace tradelane::cli {

namespace {

namespace fs = std::filesystem;
using Level = Finding::Level;

constexpr const char* about = "MSP folder";

class Checker {
 public:
  Checker(fs::path folder, Timestamp now) : folder_(std::move(folder)), now_(now) {}

  Findings check() {
    std::error_code error;
    if (!fs::is_directory(folder_, error)) {
      fail(folder_.string() + " is no folder.", "Give the MSP folder of your identity with --msp.");
      return std::move(out_);
    }
    const auto certificate = only_file("signcerts", "the certificate");
    const auto key = only_file("keystore", "the private key");
    if (certificate) check_certificate(*certificate);
    if (certificate && key) check_key(*key, *certificate);
    if (certificate) check_authorities(*certificate);
    check_config(certificate);
    if (out_.empty() || !has_errors(out_)) add_summary(certificate);
    return std::move(out_);
  }

 private:
  void add(Level level, const std::string& text, const std::string& fix = "") {
    out_.push_back({level, about, text, fix});
  }
  void fail(const std::string& text, const std::string& fix) { add(Level::error, text, fix); }

  std::vector<fs::path> files_in(const char* name) const {
    std::vector<fs::path> out;
    std::error_code error;
    for (fs::directory_iterator at(folder_ / name, error), end; !error && at != end;
         at.increment(error))
      if (at->is_regular_file(error)) out.push_back(at->path());
    std::sort(out.begin(), out.end());
    return out;
  }

  std::optional<std::string> read(const fs::path& path) {
    try {
      return read_file(path.string());
    } catch (const Problem& problem) {
      fail(problem.what(), problem.next);
      return std::nullopt;
    }
  }

  std::optional<std::string> only_file(const char* name, const std::string& what) {
    const auto files = files_in(name);
    if (files.size() == 1) {
      if (std::string(name) == "keystore") check_permissions(files.front());
      return read(files.front());
    }
    const std::string path = (folder_ / name).string();
    if (files.empty())
      fail(path + " holds no file.", "Put " + what + " there, as PEM.");
    else
      fail(path + " holds " + std::to_string(files.size()) + " files.",
           "Leave " + what + " that is to be used, and no other file.");
    return std::nullopt;
  }

  void check_permissions(const fs::path& key) {
    std::error_code error;
    const auto mode = fs::status(key, error).permissions();
    const auto others = fs::perms::group_all | fs::perms::others_all;
    if (!error && (mode & others) != fs::perms::none)
      add(Level::warning, "Others may read the private key " + key.string() + ".",
          "Run: chmod 600 " + key.string());
  }

  void check_certificate(const std::string& pem) {
    const auto identity = crypto::parse_identity("", pem);
    if (!identity)
      return fail("The certificate in signcerts cannot be read: " + identity.error().detail + ".",
                  "Put the certificate alone there, as PEM, of at most 16 KiB.");
    for (Finding& one :
         check_validity(about, pem, "The certificate of " + identity->subject,
                        "Enroll again with the authority of your organisation.", now_))
      out_.push_back(std::move(one));
  }

  void check_key(const std::string& key, const std::string& certificate) {
    const auto signer = gateway::signer_from_pem(key);
    if (!signer)
      return fail("The key in keystore cannot be used: " + signer.error().detail + ".",
                  "Put the key there as PEM without pass phrase.");
    if (!is_key_of(key, certificate))
      fail("The key in keystore is not that of the certificate in signcerts.",
           "Put in the two that were made together.");
  }

  std::string all_in(const char* name) {
    std::string out;
    for (const fs::path& path : files_in(name)) out += read(path).value_or("") + "\n";
    return out;
  }

  void check_authorities(const std::string& certificate) {
    const std::string roots = all_in("cacerts");
    if (crypto::certificates_in(roots).empty())
      return add(Level::note, "There is no authority in cacerts, so the chain is not checked.",
                 "Put the certificate of your organisation's authority there.");
    const std::string chain = certificate + "\n" + all_in("intermediatecerts");
    const std::string problem = crypto::chain_problem(chain, roots, crypto::Purpose::any);
    if (!problem.empty())
      fail("The certificate does not lead to the authorities in cacerts: " + problem + ".",
           "Use the certificate and the cacerts of one organisation.");
    for (const std::string& root : crypto::certificates_in(roots))
      for (Finding& one :
           check_validity(about, root, "An authority in cacerts",
                          "Renew the authority; every peer must know the new one.", now_))
        out_.push_back(std::move(one));
  }

  /// With node OUs on, a certificate without one of the four units is nobody.
  void check_config(const std::optional<std::string>& certificate) {
    std::error_code error;
    const fs::path path = folder_ / "config.yaml";
    if (!fs::exists(path, error)) {
      return add(Level::note,
                 "There is no config.yaml, so it is not known whether node OUs are on.",
                 "Copy the config.yaml of your organisation's MSP.");
    }
    const auto text = read(path);
    if (!text) return;
    const auto json = from_yaml(*text);
    if (!json) return fail("config.yaml cannot be read: " + json.error().detail + ".", "Mend it.");
    const Json* node_ous = json->find("NodeOUs");
    const Json* enabled = node_ous == nullptr ? nullptr : node_ous->find("Enable");
    if (enabled == nullptr || !(*enabled == Json(true)) || !certificate) return;
    const auto identity = crypto::parse_identity("", *certificate);
    if (!identity) return;
    constexpr std::array<const char*, 4> units{"client", "peer", "admin", "orderer"};
    if (std::none_of(units.begin(), units.end(),
                     [&](const char* unit) { return identity->has_unit(unit); }))
      fail(
          "Node OUs are on, and the certificate has none of the units client, peer, admin and "
          "orderer.",
          "Enroll with the type client (fabric-ca-client register --id.type client).");
  }

  void add_summary(const std::optional<std::string>& certificate) {
    const auto identity = crypto::parse_identity("", certificate.value_or(""));
    if (!identity) return;
    const auto party = identity->attributes.find("tradelane.party");
    add(Level::ok,
        identity->subject + ", until " + identity->not_after.text() +
            (party == identity->attributes.end() ? "; it acts for no party of tradelane"
                                                 : "; it acts for party " + party->second) +
            ".");
  }

  fs::path folder_;
  Timestamp now_;
  Findings out_ = {};
};

}  // namespace

Findings check_msp_folder(const std::string& folder, Timestamp now) {
  return Checker(folder, now).check();
}

}  // namespace tradelane::cli
