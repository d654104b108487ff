// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "tests/fabric/differential/side.hpp"

/// What was seen on a network, as text that two networks can be compared by. Everything is compared
/// but what `left_out` lists.
namespace tradelane::differential {

/// What is left out of the comparison, one sentence each.
const std::vector<std::string>& left_out();

/// Bytes as text: what is not printable as \xHH, what is long by its length and SHA-256.
std::string printable(const Bytes& bytes);

/// The text of a peer without versions, addresses and what a library of its language words.
std::string plain(const Side& side, const std::string& text);

std::string text_of(const Side& side, const gateway::Failure& failure);

/// `is_probe`: the payload is what the probe answers.
std::string text_of(const Side& side, const protos::Response& response, bool is_probe);

/// Where everything stands on one network's ledger.
class Ledger {
 public:
  void add(const common::Block& block);
  void add(const protos::FilteredBlock& block);

  /// The transaction that wrote there; what it is called is the same on both networks.
  std::string writer(std::uint64_t block, std::uint64_t place) const;
  /// The validation codes of a transaction, in ledger order; "" when it is on none.
  std::string codes(const std::string& txid) const;
  /// What the filtered blocks tell of its first copy.
  std::string told(const std::string& txid) const;
  /// How many envelopes there are with this code.
  std::size_t count(int code) const;

 private:
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> writers_;
  std::map<std::string, std::vector<int>> codes_;
  std::map<std::string, std::string> told_;
};

/// An endorsed transaction: who endorsed, reads and writes, event, response.
std::string text_of(const Side& side, const common::Envelope& envelope, const Ledger& ledger,
                    bool is_probe);

/// The event of an endorsed transaction, without its payload's form.
protos::ChaincodeEvent event_of(const common::Envelope& envelope);
/// What its contract answered.
protos::Response response_of(const common::Envelope& envelope);

}  // namespace tradelane::differential
