// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/identities.hpp"

#include <chrono>
#include <filesystem>

#include "chaincode/devpeer/files.hpp"
#include "tests/fabric/network/configuration.hpp"

namespace tradelane::fabric {
namespace {

namespace fs = std::filesystem;
using devpeer::read_file;
using devpeer::write_file;
using devpeer::write_secret;

/// The only file of a folder whose name ends so.
std::string only_file(const fs::path& folder, const std::string& end) {
  std::string found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.path().string().ends_with(end)) continue;
    if (!found.empty()) throw Fault(folder.string() + " holds more than one *" + end);
    found = entry.path();
  }
  if (found.empty()) throw Fault(folder.string() + " holds no *" + end);
  return found;
}

void copy_authority(const fs::path& from, const fs::path& to) {
  write_file(to / "cert.pem", read_file(only_file(from, ".pem")));
  write_secret(to / "key.pem", read_file(only_file(from, "_sk")));
}

void copy_tls(const fs::path& from, const fs::path& to) {
  write_file(to / "server.crt", read_file(from / "server.crt"));
  write_secret(to / "server.key", read_file(from / "server.key"));
}

/// What an MSP says of its organisation, under the names that devpeer gives the files.
void copy_msp(const fs::path& from, const fs::path& to) {
  write_file(to / "cacerts" / "ca.pem", read_file(only_file(from / "cacerts", ".pem")));
  write_file(to / "tlscacerts" / "tlsca.pem", read_file(only_file(from / "tlscacerts", ".pem")));
}

void lay_out(const Plan& plan, const std::string& msp) {
  const fs::path from = organisation_material(plan, msp);
  const fs::path peer = host_material(plan, msp, "peer0");
  devpeer::make_folder(fs::path(plan.files()) / msp, [&](const fs::path& to) {
    copy_authority(from / "ca", to / "ca");
    copy_authority(from / "tlsca", to / "tlsca");
    copy_msp(from / "msp", to / "msp");
    copy_msp(peer / "msp", to / "peer" / "msp");
    write_file(to / "peer" / "msp" / "signcerts" / "cert.pem",
               read_file(only_file(peer / "msp" / "signcerts", ".pem")));
    write_secret(to / "peer" / "msp" / "keystore" / "key.pem",
                 read_file(only_file(peer / "msp" / "keystore", "_sk")));
    copy_tls(peer / "tls", to / "peer" / "tls");
    write_file(to / "peer" / "tls" / "ca.crt", read_file(peer / "tls" / "ca.crt"));
    const fs::path chaincode = host_material(plan, msp, "chaincode");
    copy_tls(chaincode / "tls", to / "chaincode");
    write_file(to / "chaincode" / "client-ca.crt", read_file(chaincode / "tls" / "ca.crt"));
  });
}

/// Which unit of a certificate means which role: as in the folders of the users.
void add_roles(const Plan& plan, const std::string& msp) {
  const fs::path folder = fs::path(plan.files()) / msp;
  const std::string roles = read_file(folder / "users" / "Admin" / "msp" / "config.yaml");
  write_file(folder / "msp" / "config.yaml", roles);
  write_file(folder / "peer" / "msp" / "config.yaml", roles);
}

/// Peers verify a chain at the moment from which its leaf is valid. devpeer's certificates are
/// valid from one hour before they are made; cryptogen's authorities are five minutes old.
Timestamp an_hour_ahead() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::seconds>(clock).count()}.plus_seconds(
      3'600);
}

template <class T>
T must(Result<T> result) {
  if (!result) throw Fault(result.error().message());
  return std::move(*result);
}

}  // namespace

void make_identities(const Plan& plan, const std::vector<devpeer::User>& users) {
  run({.argv = {plan.program("cryptogen"), "generate", "--config=" + plan.file("cfg/crypto.yaml"),
                "--output=" + plan.file("crypto")}},
      plan.log("cryptogen"));
  for (const std::string& msp : plan.msps) lay_out(plan, msp);
  const auto organisations =
      must(devpeer::open_organisations(plan.files(), plan.msps, users, an_hour_ahead()));
  for (const devpeer::Organisation& organisation : organisations) {
    add_roles(plan, organisation.msp);
    must(devpeer::write_profile(plan.files(), organisation, plan.channel,
                                plan.peer_ports(organisation.msp).listen));
  }
}

}  // namespace tradelane::fabric
