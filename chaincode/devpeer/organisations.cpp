// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/organisations.hpp"

#include <algorithm>
#include <filesystem>

#include "chaincode/codec/json.hpp"
#include "chaincode/crypto/certificate.hpp"
#include "chaincode/crypto/certificate_authority.hpp"
#include "chaincode/devpeer/files.hpp"

namespace tradelane::devpeer {
namespace {

namespace fs = std::filesystem;
using crypto::CertificateAuthority;
using crypto::CertificateRequest;
using crypto::PrivateKey;

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t ten_years = 3'650 * 24 * hour;
constexpr const char* party_attribute = "tradelane.party";

constexpr const char* node_units = R"(NodeOUs:
  Enable: true
  ClientOUIdentifier: {Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: client}
  PeerOUIdentifier: {Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: peer}
  AdminOUIdentifier: {Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: admin}
  OrdererOUIdentifier: {Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: orderer}
)";

bool is_file_name(const std::string& name) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  };
  return !name.empty() && name.size() <= 64 && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), plain);
}

Error bad(const std::string& what) { return refuse(Code::arg_malformed, "", what); }

CertificateRequest valid(CertificateRequest request, Timestamp now) {
  request.not_before = now.plus_seconds(-hour);
  request.not_after = now.plus_seconds(ten_years);
  return request;
}

/// The two authorities of one organisation, while it is being made or extended.
struct Authorities {
  std::string msp;
  CertificateAuthority identities;
  CertificateAuthority tls;
};

CertificateAuthority make_authority(const fs::path& folder, const std::string& name,
                                    const std::string& msp, Timestamp now) {
  auto authority = CertificateAuthority::create(
      valid({.common_name = name + "." + msp, .organization = msp}, now));
  write_file(folder / "cert.pem", authority.certificate_pem());
  write_secret(folder / "key.pem", authority.key_pem());
  return authority;
}

void write_msp(const fs::path& folder, const Authorities& authorities) {
  write_file(folder / "cacerts" / "ca.pem", authorities.identities.certificate_pem());
  write_file(folder / "tlscacerts" / "tlsca.pem", authorities.tls.certificate_pem());
  write_file(folder / "config.yaml", node_units);
}

void make_identity(const fs::path& folder, const Authorities& authorities,
                   const CertificateRequest& request) {
  const PrivateKey key = PrivateKey::generate(crypto::KeyKind::p256);
  write_msp(folder, authorities);
  write_file(folder / "signcerts" / "cert.pem",
             authorities.identities.issue(request, key.public_key()));
  write_secret(folder / "keystore" / "key.pem", key.pem());
}

void make_tls(const fs::path& folder, const Authorities& authorities, const std::string& name,
              CertificateRequest request) {
  const PrivateKey key = PrivateKey::generate(crypto::KeyKind::p256);
  request.for_tls = true;
  write_file(folder / (name + ".crt"), authorities.tls.issue(request, key.public_key()));
  write_secret(folder / (name + ".key"), key.pem());
  write_file(folder / "ca.crt", authorities.tls.certificate_pem());
}

void make_user(const fs::path& folder, const Authorities& authorities, const User& user,
               Timestamp now) {
  CertificateRequest request = valid({.common_name = user.name,
                                      .organization = user.msp,
                                      .units = {user.name == "Admin" ? "admin" : "client"}},
                                     now);
  make_tls(folder / "tls", authorities, "client", request);
  if (!user.party.empty()) request.attributes[party_attribute] = user.party;
  make_identity(folder / "msp", authorities, request);
}

void make_organisation(const fs::path& folder, const std::string& msp, Timestamp now) {
  const Authorities authorities{.msp = msp,
                                .identities = make_authority(folder / "ca", "ca", msp, now),
                                .tls = make_authority(folder / "tlsca", "tlsca", msp, now)};
  write_msp(folder / "msp", authorities);
  const CertificateRequest peer = valid({.common_name = "peer0." + msp,
                                         .organization = msp,
                                         .units = {"peer"},
                                         .dns_names = {"localhost"},
                                         .ip_addresses = {"127.0.0.1"}},
                                        now);
  make_identity(folder / "peer" / "msp", authorities, peer);
  make_tls(folder / "peer" / "tls", authorities, "server", peer);
}

Result<CertificateAuthority> read_authority(const fs::path& folder) {
  return CertificateAuthority::from_pem(read_file(folder / "cert.pem"),
                                        read_file(folder / "key.pem"));
}

Result<Authorities> read_authorities(const fs::path& folder, const std::string& msp) {
  auto identities = read_authority(folder / "ca");
  auto tls = read_authority(folder / "tlsca");
  if (!identities || !tls) return bad(folder.string() + ": its authorities cannot be read");
  return Authorities{msp, std::move(*identities), std::move(*tls)};
}

Result<> open_user(const fs::path& organisation, const User& user, Timestamp now) {
  const fs::path folder = organisation / "users" / user.name;
  if (fs::exists(folder)) {
    const auto identity =
        crypto::parse_identity(user.msp, read_file(folder / "msp" / "signcerts" / "cert.pem"));
    if (!identity) return bad(folder.string() + ": its certificate cannot be read");
    const auto party = identity->attributes.find(party_attribute);
    if ((party == identity->attributes.end() ? "" : party->second) == user.party) return Done{};
    return bad("user " + user.name + " of " + user.msp + " exists with another party");
  }
  const auto authorities = read_authorities(organisation, user.msp);
  if (!authorities) return authorities.error();
  make_folder(folder, [&](const fs::path& at) { make_user(at, *authorities, user, now); });
  return Done{};
}

Organisation read_organisation(const fs::path& folder, const std::string& msp) {
  return {.msp = msp,
          .authority = read_file(folder / "ca" / "cert.pem"),
          .tls_authority = read_file(folder / "tlsca" / "cert.pem"),
          .peer_certificate = read_file(folder / "peer" / "msp" / "signcerts" / "cert.pem"),
          .peer_key = read_file(folder / "peer" / "msp" / "keystore" / "key.pem"),
          .tls_certificate = read_file(folder / "peer" / "tls" / "server.crt"),
          .tls_key = read_file(folder / "peer" / "tls" / "server.key")};
}

Result<> check_names(const std::vector<std::string>& msps, const std::vector<User>& users) {
  for (const std::string& msp : msps)
    if (!is_file_name(msp) || msp == "chaincode" || std::count(msps.begin(), msps.end(), msp) > 1)
      return bad("'" + msp + "' cannot be the name of an organisation, or is there twice");
  for (const User& user : users) {
    if (!is_file_name(user.name)) return bad("'" + user.name + "' cannot be the name of a user");
    if (std::find(msps.begin(), msps.end(), user.msp) == msps.end())
      return bad("user " + user.name + " belongs to " + user.msp + ", which is no organisation");
  }
  return Done{};
}

}  // namespace

Result<std::vector<Organisation>> open_organisations(const std::string& folder,
                                                     const std::vector<std::string>& msps,
                                                     const std::vector<User>& users,
                                                     Timestamp now) {
  if (auto names = check_names(msps, users); !names) return names.error();
  std::vector<Organisation> out;
  try {
    for (const std::string& msp : msps) {
      const fs::path at = fs::path(folder) / msp;
      if (!fs::exists(at))
        make_folder(at, [&](const fs::path& fresh) { make_organisation(fresh, msp, now); });
      for (const char* name : {"Admin", "User1"})
        if (auto made = open_user(at, {.msp = msp, .name = name}, now); !made) return made.error();
      out.push_back(read_organisation(at, msp));
    }
    for (const User& user : users)
      if (auto made = open_user(fs::path(folder) / user.msp, user, now); !made) return made.error();
  } catch (const std::exception& error) {
    return bad(error.what());
  }
  return out;
}

Result<> open_chaincode_material(const std::string& folder,
                                 const std::vector<Organisation>& organisations,
                                 const std::string& host, Timestamp now) {
  const fs::path at = fs::path(folder) / "chaincode";
  try {
    if (fs::exists(at)) return Done{};
    const auto issuer =
        std::find_if(organisations.begin(), organisations.end(),
                     [](const Organisation& organisation) { return !organisation.is_given; });
    if (issuer == organisations.end()) return Done{};
    const std::string& msp = issuer->msp;
    const auto authorities = read_authorities(fs::path(folder) / msp, msp);
    if (!authorities) return authorities.error();
    CertificateRequest request = valid({.common_name = "chaincode",
                                        .organization = msp,
                                        .dns_names = {"localhost"},
                                        .ip_addresses = {"127.0.0.1"}},
                                       now);
    if (host != "localhost" && host != "127.0.0.1") request.dns_names.push_back(host);
    make_folder(at, [&](const fs::path& fresh) {
      make_tls(fresh, *authorities, "server", request);
      write_file(fresh / "client-ca.crt", issuer->tls_authority);
    });
  } catch (const std::exception& error) {
    return bad(error.what());
  }
  return Done{};
}

Result<> write_profile(const std::string& folder, const Organisation& organisation,
                       const std::string& channel, std::uint16_t port) {
  const std::string& msp = organisation.msp;
  const std::string peer = "peer0." + msp;
  const std::string tls = msp + "/users/User1/tls/";
  const auto path = [](const std::string& file) { return Json::Object{{"path", file}}; };
  Json::Object client{
      {"connection",
       Json::Object{{"timeout", Json::Object{{"peer", Json::Object{{"endorser", "300"}}}}}}},
      {"organization", msp}};
  if (!organisation.is_given)
    client.emplace("tlsCerts",
                   Json::Object{{"client", Json::Object{{"cert", path(tls + "client.crt")},
                                                        {"key", path(tls + "client.key")}}}});
  const Json::Object profile{
      {"channels",
       Json::Object{{channel, Json::Object{{"peers", Json::Object{{peer, Json::Object{}}}}}}}},
      {"client", client},
      {"name", "tradelane-devpeer-" + msp},
      {"organizations",
       Json::Object{{msp, Json::Object{{"mspid", msp}, {"peers", Json::Array{peer}}}}}},
      {"peers",
       Json::Object{
           {peer, Json::Object{{"grpcOptions",
                                Json::Object{{"hostnameOverride", "localhost"},
                                             {"ssl-target-name-override", "localhost"}}},
                               {"tlsCACerts", Json::Object{{"pem", organisation.tls_authority}}},
                               {"url", "grpcs://localhost:" + std::to_string(port)}}}}},
      {"version", "1.0.0"}};
  try {
    write_file(fs::path(folder) / ("connection-" + msp + ".json"), canonical(profile) + "\n");
  } catch (const std::exception& error) {
    return bad(error.what());
  }
  return Done{};
}

}  // namespace tradelane::devpeer
