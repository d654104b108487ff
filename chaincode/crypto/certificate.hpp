// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/result.hpp"
#include "chaincode/base/time.hpp"

namespace tradelane::crypto {

/// What a creator's certificate says. It is not verified here: the peer has done that before a
/// chaincode is called, and only the peer knows its MSP's roots.
struct ClientIdentity {
  std::string msp = {};
  /// RFC 2253, most specific part first.
  std::string subject = {};
  std::string issuer = {};
  /// Organisational units of the subject.
  std::vector<std::string> units = {};
  /// Fabric's attributes: extension 1.2.3.4.5.6.7.8.1, JSON {"attrs": {name: text}}.
  std::map<std::string, std::string> attributes = {};
  Timestamp not_before = {};
  Timestamp not_after = {};
};

/// Reads one PEM certificate of at most 16 KiB with any kind of key. AUTH_DENIED when it is none,
/// or when the attribute extension is there and malformed.
Result<ClientIdentity> parse_identity(std::string_view msp, std::string_view pem);

}  // namespace tradelane::crypto
