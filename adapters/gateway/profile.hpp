// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "adapters/gateway/connection.hpp"
#include "adapters/gateway/proposal.hpp"

/// What operators hand to their users: a connection profile and an MSP folder, in Fabric's forms.
/// Reads files; refuses with GW_CONFIG and a detail that names file and place, never a secret.
namespace tradelane::gateway {

struct Profile {
  /// The MSP id of the client's organisation; "" when the profile names none.
  std::string msp = {};
  /// To the first peer of that organisation, or the only peer there is.
  ConnectionOptions connection = {};
};

/// A connection profile in JSON: `client.organization`, `organizations.<name>.{mspid, peers}`,
/// `peers.<name>.{url, tlsCACerts.{pem|path}, grpcOptions.ssl-target-name-override}` and, for
/// mutual TLS, `client.tlsCerts.client.{cert, key}.{pem|path}`. Paths are relative to the file.
/// `grpc://` asks for plaintext, `grpcs://` for TLS.
Result<Profile> read_profile(const std::string& path);
/// The same for a profile that was read already, or turned into JSON from another form; `path` is
/// where it came from.
Result<Profile> parse_profile(const std::string& json, const std::string& path);

struct MspFolder {
  /// The one certificate of `signcerts` and the one key of `keystore`, in PEM.
  std::string certificate = {};
  std::string key = {};
};

/// GW_CONFIG when a folder is missing or does not hold exactly one file.
Result<MspFolder> read_msp_folder(const std::string& path);

}  // namespace tradelane::gateway
