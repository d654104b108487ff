// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Names of X.509, and how the shims of other languages print them: ids of clients on existing
/// ledgers were made so. Pure functions of plain data.
namespace tradelane::crypto {

/// One attribute of a name.
struct NameAttribute {
  std::string oid = {};   // "2.5.4.3"
  std::string text = {};  // UTF-8, whatever it was written in
  /// The universal tag of its string: 12 UTF8String, 18 NumericString, 19 PrintableString,
  /// 20 T61String, 22 IA5String, 30 BMPString.
  std::uint8_t tag = 12;
  /// It belongs to the same relative name as the attribute before it.
  bool joined = false;

  bool operator==(const NameAttribute&) const = default;
};

/// In the order of the certificate.
using DistinguishedName = std::vector<NameAttribute>;

/// As `cid` of fabric-chaincode-go: SERIALNUMBER, CN, OU, O, POSTALCODE, STREET, L, ST, C in this
/// order whatever the certificate's, values of one kind joined by "+", of CN and SERIALNUMBER only
/// the last; other kinds are left out. RFC 2253's escapes.
std::string go_text(const DistinguishedName& name);

/// As `ClientIdentity` of fabric-shim for Node: "/C=HK/CN=a" in the certificate's order. Of a value
/// the first "/" is escaped and nothing else, and kinds without a short name print as "/=x", so two
/// names may print alike.
std::string node_text(const DistinguishedName& name);

/// As `ClientIdentity` of fabric-chaincode-java, which is `X500Name` of the JDK: "CN=a, C=HK".
std::string java_text(const DistinguishedName& name);

}  // namespace tradelane::crypto
