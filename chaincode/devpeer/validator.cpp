// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/validator.hpp"

#include <algorithm>

#include "chaincode/crypto/digest.hpp"
#include "chaincode/devpeer/block.hpp"
#include "chaincode/devpeer/simulator.hpp"
#include "chaincode/devpeer/transaction.hpp"
#include "proto/peer/transaction.pb.h"

namespace tradelane::devpeer {
namespace {

constexpr const char* policy_entry = "VALIDATION_PARAMETER";

/// The endorsement rules for one transaction.
class PolicyCheck {
 public:
  PolicyCheck(const Store& store, const ChannelRules& rules, std::vector<std::string> endorsers,
              const std::set<Place>& changed_policies)
      : store_(store),
        rules_(rules),
        endorsers_(std::move(endorsers)),
        changed_policies_(changed_policies) {}

  bool holds(const EndorsedTransaction& tx) {
    const auto policy = rules_.policies.find(tx.chaincode);
    if (policy == rules_.policies.end()) return false;
    chaincode_ = &policy->second;
    for (const Place& place : places_of(tx.set))
      if (!key_holds(place)) return false;
    return checked_something_ || checked("", *chaincode_);
  }

  /// Every key that the set writes, or whose metadata it writes; collections by hash.
  static std::vector<Place> places_of(const ReadWriteSet& set) {
    std::vector<Place> out;
    const auto add = [&](const std::string& collection, const auto& writes) {
      for (const auto& [key, write] : writes)
        out.push_back(
            {.org = {}, .chaincode = set.chaincode, .collection = collection, .key = key});
    };
    add("", set.writes);
    add("", set.metadata);
    for (const auto& [collection, hashed] : set.hashed) {
      add(collection, hashed.writes);
      add(collection, hashed.metadata);
    }
    return out;
  }

 private:
  bool key_holds(const Place& place) {
    // A policy that changes earlier in the same block decides about nothing: the later write fails.
    if (changed_policies_.contains(place)) return false;
    const auto found = place.collection.empty() ? store_.find(place) : store_.find_hashed(place);
    if (found) {
      const auto own = found->metadata.find(policy_entry);
      if (own != found->metadata.end() && !own->second.empty()) {
        checked_something_ = true;
        const auto policy = Policy::decode(own->second);
        return policy && policy->satisfied_by(endorsers_);
      }
    }
    if (place.collection.empty()) return checked("", *chaincode_);
    const std::string_view member = implicit_member(place.collection);
    const auto& all = rules_.organisations;
    if (std::find(all.begin(), all.end(), member) == all.end()) return false;
    return checked(place.collection, Policy::signed_by(std::string(member)));
  }

  bool checked(const std::string& what, const Policy& policy) {
    checked_something_ = true;
    const auto [at, fresh] = results_.try_emplace(what, false);
    if (fresh) at->second = policy.satisfied_by(endorsers_);
    return at->second;
  }

  const Store& store_;
  const ChannelRules& rules_;
  const std::vector<std::string> endorsers_;
  const std::set<Place>& changed_policies_;
  const Policy* chaincode_ = nullptr;
  bool checked_something_ = false;
  std::map<std::string, bool> results_;
};

/// State as the transactions before leave it: the store under the changes so far.
class Overlay {
 public:
  Overlay(const Store& store, Commit& commit) : store_(store), commit_(commit) {}

  std::optional<Stored> value(const Place& place) const {
    const auto at = commit_.values.find(place);
    return at != commit_.values.end() ? at->second : store_.find(place);
  }
  /// Also when it was deleted without ever being there: a later read in the block conflicts.
  bool was_written(const Place& place) const {
    return (place.collection.empty() ? commit_.values : commit_.hashed).contains(place);
  }
  std::optional<Stored> hashed(const Place& place) const {
    const auto at = commit_.hashed.find(place);
    return at != commit_.hashed.end() ? at->second : store_.find_hashed(place);
  }

  /// True when the rows of `range` are exactly what a query sees now.
  bool unchanged(const std::string& chaincode, const RangeRead& range) const {
    const Place first{.org = {}, .chaincode = chaincode, .collection = {}, .key = range.start};
    // Without exhaustion the last key seen belongs to the range.
    const std::string end = range.exhausted ? range.end : range.end + '\0';
    if (!range.exhausted && range.rows.empty()) return true;  // nothing was ever taken from it
    std::map<std::string, Version> now;
    // One row more than were seen decides; changed rows may hide as many as were changed.
    const std::size_t limit = range.rows.size() + 1 + commit_.values.size();
    for (const StoredRow& row : store_.range(first, end, limit)) now[row.key] = row.stored.version;
    for (auto at = commit_.values.lower_bound(first); at != commit_.values.end(); ++at) {
      const auto& [place, stored] = *at;
      if (!place.org.empty() || place.chaincode != chaincode || !place.collection.empty() ||
          (!end.empty() && place.key >= end))
        break;
      if (stored) {
        now[place.key] = stored->version;
      } else {
        now.erase(place.key);
      }
    }
    return std::equal(
        now.begin(), now.end(), range.rows.begin(), range.rows.end(),
        [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; });
  }

 private:
  const Store& store_;
  Commit& commit_;
};

std::optional<Version> version_of(const std::optional<Stored>& stored) {
  return stored ? std::optional(stored->version) : std::nullopt;
}

int check_reads(const ReadWriteSet& set, const Overlay& state) {
  for (const auto& [key, version] : set.reads) {
    const Place place{"", set.chaincode, "", key};
    if (state.was_written(place) || version_of(state.value(place)) != version)
      return protos::MVCC_READ_CONFLICT;
  }
  for (const RangeRead& range : set.ranges)
    if (!state.unchanged(set.chaincode, range)) return protos::PHANTOM_READ_CONFLICT;
  for (const auto& [collection, hashed] : set.hashed)
    for (const auto& [key, version] : hashed.reads) {
      const Place place{"", set.chaincode, collection, key};
      if (state.was_written(place) || version_of(state.hashed(place)) != version)
        return protos::MVCC_READ_CONFLICT;
    }
  return protos::VALID;
}

/// Applies one valid transaction to the commit under construction.
class Apply {
 public:
  Apply(Commit& commit, const Overlay& state, const EndorsedTransaction& tx, std::uint64_t index)
      : commit_(commit), state_(state), tx_(tx), version_{commit.number, index} {}

  void all(const std::vector<Bytes>& kept_private) {
    for (const auto& [key, write] : tx_.set.writes) {
      put(commit_.values, {"", tx_.chaincode, "", key}, write.value);
      commit_.history.push_back({.chaincode = tx_.chaincode,
                                 .key = key,
                                 .tx = version_.tx,
                                 .entry = {.txid = tx_.txid,
                                           .value = write.value,
                                           .is_delete = write.deletes(),
                                           .seconds = tx_.seconds,
                                           .nanos = tx_.nanos}});
    }
    for (const auto& [key, metadata] : tx_.set.metadata)
      put_metadata(commit_.values, {"", tx_.chaincode, "", key}, metadata);
    for (const auto& [collection, hashed] : tx_.set.hashed) {
      for (const auto& [key, write] : hashed.writes)
        put(commit_.hashed, {"", tx_.chaincode, collection, key}, write.value_hash);
      for (const auto& [key, metadata] : hashed.metadata)
        put_metadata(commit_.hashed, {"", tx_.chaincode, collection, key}, metadata);
    }
    for (const Bytes& kept : kept_private)
      if (const auto clear = decode_private(kept)) open(*clear);
  }

 private:
  using Values = std::map<Place, std::optional<Stored>>;

  std::optional<Stored> present(const Values& in, const Place& place) const {
    return &in == &commit_.values ? state_.value(place) : state_.hashed(place);
  }

  // A new value keeps the metadata of the old one; a deletion drops both.
  void put(Values& out, const Place& place, const Bytes& value) {
    if (value.empty()) {
      out.insert_or_assign(place, std::nullopt);
      return;
    }
    const auto before = present(out, place);
    out.insert_or_assign(place, Stored{.value = value,
                                       .version = version_,
                                       .metadata = before ? before->metadata : Metadata{}});
  }

  void put_metadata(Values& out, const Place& place, const Metadata& metadata) {
    auto before = present(out, place);
    if (!before) return;
    before->metadata = metadata;
    before->version = version_;
    out.insert_or_assign(place, std::move(before));
  }

  // Private values go to the collection's member, and only when they are what was endorsed.
  void open(const PrivateSet& clear) {
    for (const auto& [collection, writes] : clear) {
      const auto hashed = tx_.set.hashed.find(collection);
      if (hashed == tx_.set.hashed.end()) continue;
      for (const auto& [key, write] : writes.writes)
        open_one(collection, hashed->second, {key, write});
      for (const std::string& key : writes.metadata)
        if (hashed->second.metadata.contains(crypto::sha256(key))) renew(collection, key);
    }
  }
  // A value in clear has the version of its hash, also when only its metadata were written.
  void renew(const std::string& collection, const std::string& key) {
    const Place place{std::string(implicit_member(collection)), tx_.chaincode, collection, key};
    auto before = present(commit_.values, place);
    if (!before) return;
    before->version = version_;
    commit_.values.insert_or_assign(place, std::move(before));
  }
  void open_one(const std::string& collection, const HashedSet& hashed,
                const std::pair<std::string, Write>& item) {
    const auto& [key, write] = item;
    const auto at = hashed.writes.find(crypto::sha256(key));
    const Bytes hash = write.deletes() ? Bytes{} : crypto::sha256(write.value);
    if (at == hashed.writes.end() || at->second.value_hash != hash) return;
    put(commit_.values, {std::string(implicit_member(collection)), tx_.chaincode, collection, key},
        write.value);
  }

  Commit& commit_;
  const Overlay& state_;
  const EndorsedTransaction& tx_;
  const Version version_;
};

}  // namespace

Commit Validator::validate(std::uint64_t number, const Bytes& previous_hash,
                           const std::vector<Bytes>& envelopes) const {
  Block block{.number = number, .previous_hash = previous_hash, .envelopes = envelopes};
  Commit commit{.number = number};
  std::vector<Reading> readings;
  std::set<std::string> seen;
  std::set<Place> changed_policies;
  for (const Bytes& envelope : envelopes) {
    Reading reading = read_envelope(envelope, rules_.channel, membership_);
    if (reading.transaction) {
      const EndorsedTransaction& tx = *reading.transaction;
      if (!seen.insert(tx.txid).second || store_.transaction(tx.txid)) {
        reading.code = protos::DUPLICATE_TXID;
      } else if (!PolicyCheck(store_, rules_, verified_endorsers(tx, membership_), changed_policies)
                      .holds(tx)) {
        reading.code = protos::ENDORSEMENT_POLICY_FAILURE;
      } else {
        for (const auto& [key, metadata] : tx.set.metadata)
          changed_policies.insert({"", tx.chaincode, "", key});
        for (const auto& [collection, hashed] : tx.set.hashed)
          for (const auto& [key, metadata] : hashed.metadata)
            changed_policies.insert({"", tx.chaincode, collection, key});
      }
    }
    readings.push_back(std::move(reading));
  }
  const Overlay state(store_, commit);
  for (std::size_t index = 0; index < readings.size(); ++index) {
    Reading& reading = readings[index];
    if (reading.code == protos::VALID) reading.code = check_reads(reading.transaction->set, state);
    if (reading.code == protos::VALID)
      Apply(commit, state, *reading.transaction, index).all(store_.kept_private(reading.txid));
    block.codes.push_back(reading.code);
    commit.transactions.push_back({reading.txid, reading.code});
  }
  commit.block = block.encode();
  return commit;
}

}  // namespace tradelane::devpeer
