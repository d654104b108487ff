// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chaincode/ledger/changes.hpp"
#include "tests/support/cast.hpp"

/// The story of story.md as data: what is sent by whom with what, and what must come of it. Nothing
/// here knows how it is sent, so the same steps can be played in memory and on a network.
namespace tradelane::scenario {

/// What a data node says of one of its records.
struct Record {
  std::string evidence_id = {};
  test::Opening facts = {};
};

/// Where and when the story happens. Every time in the story follows from `start`.
struct Setting {
  std::string channel = "trade";
  std::string chaincode = "tradelane";
  Timestamp start = *Timestamp::parse("2026-03-05T08:00:00Z");
  /// Records that a node has served, by object ("D1"); the others are made up here.
  std::map<std::string, Record> published = {};
  /// The data node's own key {kid, alg, jwk}; absent: that of the cast.
  std::optional<Json> source_key = {};
  /// Fingerprints that a client has made, by cargo ("cargo 1"); the others are made up here.
  std::map<std::string, Json> fingerprints = {};
};

/// The story as of now, for networks that have a clock.
Setting setting_of_now();

/// A company's detached signature: who, over which subject, in which state.
struct SignedBy {
  std::string alias = {};
  std::string subject = {};
  std::int64_t seq = 0;
};

/// A question whose answer must not change through a refusal.
struct Query {
  std::string by = {};
  std::string function = {};
  Json args = {};
};

struct Refused {
  int status = 0;
  std::string token = {};
};

struct Step {
  /// The number in story.md 5, or the step after which a refusal is tried.
  std::string number = {};
  std::string what = {};
  std::string by = {};
  std::string transaction = {};
  /// evidence:Submit: the record of the data node, "D1".
  std::string record = {};
  /// One letter for each organisation, as in story.md 5: O C D H S 2.
  std::string endorsers = {};
  Json args = {};
  std::vector<SignedBy> signatures = {};
  std::vector<test::Opening> openings = {};

  /// The answer, which is also the first event entry. An empty id stands for the transaction id.
  std::string id = {};
  std::optional<std::int64_t> seq = {};
  std::optional<std::string> code = {};
  std::vector<ledger::Entry> more_entries = {};

  /// Set: it must be refused, and the answers to `unchanged` stay what they were.
  std::optional<Refused> refused = {};
  std::vector<Query> unchanged = {};
};

/// `key` (a JSON object with validFrom and validTo) as one that is valid around `start`.
Json valid_around(Json key, const Setting& setting);

/// The key of the data node, as RegisterFeed takes it.
Json source_key(const Setting& setting);

/// What a signature of this step covers.
contract::ActStatement statement_of(const Step& step, const SignedBy& by, const Setting& setting);

/// `statement` signed with the key of `alias`.
Json signature(const contract::ActStatement& statement, const std::string& alias);

/// The argument object as it is sent: with the step's signatures.
Json sealed(const Step& step, const Setting& setting);

/// "OHS" → the MSPs.
std::vector<std::string> msps_of(const std::string& letters);

/// "ebl:Transfer" → "ebl.Transfer"
std::string entry_type(const std::string& transaction);

}  // namespace tradelane::scenario
