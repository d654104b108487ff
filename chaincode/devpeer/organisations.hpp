// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "chaincode/base/result.hpp"
#include "chaincode/base/time.hpp"

/// The organisations of the embedded network as files: authorities, peers, users and TLS, made when
/// missing and kept. Keys are readable by their owner only. Not for production.
///
///   FOLDER/<MSP>/msp/{cacerts,tlscacerts,config.yaml}          what others know of it
///   FOLDER/<MSP>/{ca,tlsca}/{cert.pem,key.pem}                 its authorities
///   FOLDER/<MSP>/peer/{msp/…,tls/{server.crt,server.key,ca.crt}}
///   FOLDER/<MSP>/users/<name>/{msp/…,tls/{client.crt,client.key,ca.crt}}
///   FOLDER/chaincode/{server.crt,server.key,client-ca.crt}     for the chaincode server
///   FOLDER/connection-<MSP>.json                               connection profiles
namespace tradelane::devpeer {

struct User {
  std::string msp = {};
  std::string name = {};
  /// The certificate attribute `tradelane.party`; empty for none.
  std::string party = {};
};

/// One organisation, read. Everything in PEM.
struct Organisation {
  std::string msp = {};
  /// One certificate or several: who issued its members' certificates.
  std::string authority = {};
  std::string tls_authority = {};
  std::string peer_certificate = {};
  std::string peer_key = {};
  std::string tls_certificate = {};
  std::string tls_key = {};
  /// Somebody else's: nothing can be issued in its name.
  bool is_given = false;
};

/// An organisation that comes with certificates of its own: `folder` is one of its peers', as
/// cryptogen and Fabric CA's clients leave it:
///
///   FOLDER/msp/{cacerts/*,intermediatecerts/*,signcerts/*,keystore/*}
///   FOLDER/tls/{server.crt,server.key,ca.crt}
struct GivenOrganisation {
  std::string msp = {};
  std::string folder = {};
};
/// ARG_MALFORMED names the file that is missing, or says that the certificate is no peer's (it
/// needs the organisational unit `peer`) or not its authority's.
Result<Organisation> read_given(const GivenOrganisation& given);

/// Makes what is missing below `folder`, in an order that a crash cannot spoil, and reads the rest.
/// Every organisation has the users `Admin` and `User1` besides those of `users`. ARG_MALFORMED for
/// a name that is no plain file name, a user of an unknown organisation, a user that exists with
/// another party, and files that cannot be read or written.
Result<std::vector<Organisation>> open_organisations(const std::string& folder,
                                                     const std::vector<std::string>& msps,
                                                     const std::vector<User>& users, Timestamp now);

/// The certificate of the chaincode server, issued by the first organisation that was made here for
/// `localhost`, `127.0.0.1` and `host`; made when missing. With none there is nothing to do: the
/// server brings its own.
Result<> open_chaincode_material(const std::string& folder,
                                 const std::vector<Organisation>& organisations,
                                 const std::string& host, Timestamp now);

/// Writes FOLDER/connection-<MSP>.json: Fabric's connection profile for `User1`, with its peer at
/// `localhost:port`.
Result<> write_profile(const std::string& folder, const Organisation& organisation,
                       const std::string& channel, std::uint16_t port);

}  // namespace tradelane::devpeer
