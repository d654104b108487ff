// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/validator.hpp"

#include <algorithm>
#include <set>

#include "chaincode/devpeer/apply.hpp"
#include "chaincode/devpeer/block.hpp"
#include "chaincode/devpeer/block_state.hpp"
#include "chaincode/devpeer/endorsement_check.hpp"
#include "chaincode/devpeer/transaction.hpp"
#include "proto/peer/transaction.pb.h"

namespace tradelane::devpeer {
namespace {

/// The called chaincode, whatever it did, and every other one that the transaction writes to.
std::set<std::string> checked_chaincodes(const EndorsedTransaction& tx) {
  std::set<std::string> out{tx.chaincode};
  for (const ReadWriteSet& set : tx.sets)
    if (set.writes_something()) out.insert(set.chaincode);
  return out;
}

ReadWriteSet set_of(const EndorsedTransaction& tx, const std::string& chaincode) {
  const auto at = std::find_if(tx.sets.begin(), tx.sets.end(),
                               [&](const ReadWriteSet& set) { return set.chaincode == chaincode; });
  return at == tx.sets.end() ? ReadWriteSet{.chaincode = chaincode} : *at;
}

void add_changed_policies(const ReadWriteSet& set, std::set<Place>& out) {
  for (const auto& [key, metadata] : set.metadata) out.insert({"", set.chaincode, "", key});
  for (const auto& [collection, hashed] : set.hashed)
    for (const auto& [key, metadata] : hashed.metadata)
      out.insert({"", set.chaincode, collection, key});
}

int check_reads(const EndorsedTransaction& tx, const BlockState& state) {
  for (const ReadWriteSet& set : tx.sets)
    if (const int code = state.check_reads(set); code != protos::VALID) return code;
  return protos::VALID;
}

}  // namespace

int Validator::check_endorsements(const EndorsedTransaction& tx,
                                  const std::set<Place>& changed_policies) const {
  const auto endorsers = verified_endorsers(tx, membership_);
  for (const std::string& chaincode : checked_chaincodes(tx)) {
    if (!rules_.chaincodes.contains(chaincode)) return protos::INVALID_CHAINCODE;
    EndorsementCheck check(store_, rules_, chaincode, endorsers);
    if (!check.holds(set_of(tx, chaincode), changed_policies))
      return protos::ENDORSEMENT_POLICY_FAILURE;
  }
  return protos::VALID;
}

Commit Validator::validate(std::uint64_t number, const Bytes& previous_hash,
                           const std::vector<Bytes>& envelopes) const {
  Block block{.number = number, .previous_hash = previous_hash, .envelopes = envelopes};
  Commit commit{.number = number};
  std::vector<Reading> readings;
  std::set<std::string> seen;
  std::set<Place> changed_policies;
  for (const Bytes& envelope : envelopes) {
    Reading& reading = readings.emplace_back(read_envelope(envelope, rules_.channel, membership_));
    if (!reading.transaction) continue;
    const EndorsedTransaction& tx = *reading.transaction;
    reading.code = store_.transaction(tx.txid) ? int{protos::DUPLICATE_TXID}
                                               : check_endorsements(tx, changed_policies);
    if (reading.code != protos::VALID) continue;
    for (const ReadWriteSet& set : tx.sets) add_changed_policies(set, changed_policies);
    // As on a peer: only the copy that was endorsed well enough makes duplicates of later ones.
    if (!seen.insert(tx.txid).second) reading.code = protos::DUPLICATE_TXID;
  }
  const BlockState state(store_, commit);
  for (std::size_t index = 0; index < readings.size(); ++index) {
    Reading& reading = readings[index];
    if (reading.code == protos::VALID) reading.code = check_reads(*reading.transaction, state);
    if (reading.code == protos::VALID)
      apply(*reading.transaction, index, store_.kept_private(reading.txid), rules_, store_, commit);
    block.codes.push_back(reading.code);
    commit.transactions.push_back({reading.txid, reading.code});
  }
  expire(store_, commit);
  commit.block = block.encode();
  return commit;
}

}  // namespace tradelane::devpeer
