// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/apply.hpp"

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/devpeer/block_state.hpp"

namespace tradelane::devpeer {
namespace {

using Values = std::map<Place, std::optional<Stored>>;

class Apply {
 public:
  Apply(Commit& commit, const Store& store, const ChannelRules& rules,
        const EndorsedTransaction& tx, std::uint64_t index)
      : commit_(commit),
        state_(store, commit),
        rules_(rules),
        tx_(tx),
        version_{commit.number, index} {}

  void write(const ReadWriteSet& set) {
    for (const auto& [key, write] : set.writes) {
      put(commit_.values, {"", set.chaincode, "", key}, write.value);
      commit_.history.push_back({.chaincode = set.chaincode,
                                 .key = key,
                                 .tx = version_.tx,
                                 .entry = {.txid = tx_.txid,
                                           .value = write.value,
                                           .is_delete = write.deletes(),
                                           .seconds = tx_.seconds,
                                           .nanos = tx_.nanos}});
    }
    for (const auto& [key, metadata] : set.metadata)
      put_metadata(commit_.values, {"", set.chaincode, "", key}, metadata);
    for (const auto& [collection, hashed] : set.hashed) {
      for (const auto& [key, write] : hashed.writes)
        put(commit_.hashed, {"", set.chaincode, collection, key}, write.value_hash);
      for (const auto& [key, metadata] : hashed.metadata)
        put_metadata(commit_.hashed, {"", set.chaincode, collection, key}, metadata);
      for (const Place& place : places_in(set.chaincode, collection, hashed))
        expire(commit_.hashed, place);
      for (const auto& [key, write] : hashed.writes)
        if (write.purge)
          commit_.purges.push_back({.tx = version_.tx,
                                    .chaincode = set.chaincode,
                                    .collection = collection,
                                    .key = key});
    }
  }

  // Private writes count only where they are what was endorsed.
  void open(const ReadWriteSet& set, const PrivateSet& clear, PrivateSet& opened) const {
    for (const auto& [collection, writes] : clear) {
      const auto hashed = set.hashed.find(collection);
      if (hashed == set.hashed.end()) continue;
      for (const auto& [key, write] : writes.writes)
        if (is_endorsed(hashed->second, key, write)) opened[collection].writes.emplace(key, write);
      for (const std::string& key : writes.metadata)
        if (hashed->second.metadata.contains(crypto::sha256(key)))
          opened[collection].metadata.insert(key);
    }
  }

  // They go to the collection's members, and beside the block.
  void keep(const std::string& chaincode, const std::string& name, const PrivateWrites& writes) {
    const auto collection = rules_.collection(chaincode, name);
    if (!collection) return;
    for (const std::string& member : collection->members) {
      for (const auto& [key, write] : writes.writes)
        put(commit_.values, {member, chaincode, name, key}, write.value);
      for (const std::string& key : writes.metadata) renew({member, chaincode, name, key});
      for (const auto& [key, write] : writes.writes)
        expire(commit_.values, {member, chaincode, name, key});
      for (const std::string& key : writes.metadata)
        expire(commit_.values, {member, chaincode, name, key});
    }
    commit_.private_records.push_back({.tx = version_.tx,
                                       .chaincode = chaincode,
                                       .collection = name,
                                       .writes = encode_private_writes(writes),
                                       .expires = end_of(*collection)});
  }

 private:
  static std::vector<Place> places_in(const std::string& chaincode, const std::string& collection,
                                      const HashedSet& hashed) {
    std::vector<Place> out;
    for (const auto& [key, write] : hashed.writes) out.push_back({"", chaincode, collection, key});
    for (const auto& [key, entries] : hashed.metadata)
      out.push_back({"", chaincode, collection, key});
    return out;
  }

  /// The block that forgets what this one writes; 0 for none.
  std::uint64_t end_of(const Collection& collection) const {
    return collection.block_to_live == 0 ? 0 : version_.block + collection.block_to_live + 1;
  }

  // Nothing to do for what this transaction has deleted, or not found.
  void expire(const Values& in, const Place& place) {
    const auto collection = rules_.collection(place.chaincode, place.collection);
    const auto at = in.find(place);
    if (!collection || end_of(*collection) == 0 || at == in.end() || !at->second) return;
    commit_.expiries.push_back({.block = end_of(*collection),
                                .is_hashed = &in == &commit_.hashed,
                                .place = place,
                                .version = version_});
  }

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

  static bool is_endorsed(const HashedSet& hashed, const std::string& key, const Write& write) {
    const auto at = hashed.writes.find(crypto::sha256(key));
    return at != hashed.writes.end() &&
           at->second.value_hash == (write.deletes() ? Bytes{} : crypto::sha256(write.value));
  }

  // A value in clear has the version of its hash, also when only its metadata were written.
  void renew(const Place& place) {
    auto before = present(commit_.values, place);
    if (!before) return;
    before->version = version_;
    commit_.values.insert_or_assign(place, std::move(before));
  }

  Commit& commit_;
  const BlockState state_;
  const ChannelRules& rules_;
  const EndorsedTransaction& tx_;
  const Version version_;
};

}  // namespace

void expire(const Store& store, Commit& commit) {
  const BlockState state(store, commit);
  for (const Expiry& expiry : store.expiring(commit.number)) {
    const auto now = expiry.is_hashed ? state.hashed(expiry.place) : state.value(expiry.place);
    if (!now || now->version != expiry.version) continue;  // it was written again since
    (expiry.is_hashed ? commit.hashed : commit.values).insert_or_assign(expiry.place, std::nullopt);
  }
}

void apply(const EndorsedTransaction& transaction, std::uint64_t index,
           const std::vector<Bytes>& kept, const ChannelRules& rules, const Store& store,
           Commit& commit) {
  Apply out(commit, store, rules, transaction, index);
  std::vector<PrivateSets> clear;
  for (const Bytes& bytes : kept) {
    auto sets = decode_private(bytes);
    if (!sets) throw Fault("the private values that were kept of a transaction cannot be read");
    clear.push_back(std::move(*sets));
  }
  for (const ReadWriteSet& set : transaction.sets) {
    out.write(set);
    PrivateSet opened;
    for (const PrivateSets& sets : clear)
      if (const auto at = sets.find(set.chaincode); at != sets.end())
        out.open(set, at->second, opened);
    for (const auto& [collection, writes] : opened) out.keep(set.chaincode, collection, writes);
  }
}

}  // namespace tradelane::devpeer
