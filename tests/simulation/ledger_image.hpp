// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

namespace tradelane::simulation {

/// What is on a ledger, without what no two runs have in common: times, transaction ids, digests,
/// keys and signatures are masked.
struct LedgerImage {
  /// Each public key with its value, in the order of these texts.
  std::vector<std::string> state = {};
  /// How many private values each organisation keeps, by collection.
  std::map<std::string, std::size_t> private_values = {};
  /// Entry by entry, in ledger order: type, id, seq, code.
  std::vector<std::string> events = {};
  /// How often each record of a source took effect.
  std::map<std::string, std::size_t> effects = {};

  bool operator==(const LedgerImage&) const = default;
};

/// Reads the file of an embedded peer that has ended.
LedgerImage read_ledger(const std::string& file, const std::string& chaincode);

/// `text` with every digest, time, date and long base64url text replaced by a word.
std::string masked(const std::string& text);

/// The first difference between two images, for people; "" when there is none.
std::string difference(const LedgerImage& expected, const LedgerImage& got);

}  // namespace tradelane::simulation
