// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/result.hpp"
#include "chaincode/base/time.hpp"
#include "chaincode/crypto/distinguished_name.hpp"

/// Who proposed a transaction, as Fabric's `cid` libraries tell it (fabric-shim.md 3.4). Plain
/// data, safe from any thread; the same on every endorser.
namespace tradelane::crypto {

/// Whose way of writing an id: a ledger that a chaincode in another language began goes on in its
/// form. None tells every two names apart: Go leaves out kinds of attributes, Node does not escape,
/// Java takes quotes of the name for its own. An authority that signs whatever it is asked to can
/// so make look-alikes; who is in doubt asks for an attribute or a unit besides.
enum class IdForm : std::uint8_t { go, node, java };

/// What a creator's certificate says. It is not verified here: the peer has done that before a
/// chaincode is called, and only the peer knows its MSP's roots.
struct ClientIdentity {
  std::string msp = {};
  /// RFC 2253, most specific part first: for people to read.
  std::string subject = {};
  std::string issuer = {};
  DistinguishedName subject_name = {};
  DistinguishedName issuer_name = {};
  /// Organisational units of the subject.
  std::vector<std::string> units = {};
  /// Fabric's attributes: extension 1.2.3.4.5.6.7.8.1, JSON {"attrs": {name: text}}.
  std::map<std::string, std::string> attributes = {};
  Timestamp not_before = {};
  Timestamp not_after = {};

  /// `x509::<subject>::<issuer>`; in Go's form that text in base64, as `cid.GetID` returns it.
  /// Renewing a certificate keeps it. Unique within its MSP only: a principal is (msp, id).
  std::string id(IdForm form = IdForm::go) const;
  /// The subject has this organisational unit.
  bool has_unit(std::string_view unit) const;
  /// AUTH_DENIED, naming the attribute and no value, unless it is there with exactly this value.
  Result<> assert_attribute(const std::string& name, std::string_view value) const;
};

/// Reads one PEM certificate of at most 16 KiB with any kind of key: one block of strict base64
/// around one DER certificate, nothing before it and nothing but line ends behind it. AUTH_DENIED
/// when it is none, when a name in it is no text, or when the attribute extension is there twice,
/// has a name twice or is of another form. That is stricter than Go, which takes the last of two.
Result<ClientIdentity> parse_identity(std::string_view msp, std::string_view pem);

}  // namespace tradelane::crypto
