// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chaincode/codec/fields.hpp"
#include "chaincode/ledger/endorsement_policy.hpp"
#include "chaincode/ledger/key.hpp"

namespace tradelane::ledger {

/// One line of the event `tradelane.v1`: ids, codes and digests only, never a private value.
struct Entry {
  static constexpr std::string_view name = "Entry";
  std::string type = {};  // "ebl.Transfer"
  std::string id = {};
  std::optional<std::int64_t> seq = {};
  std::optional<std::string> code = {};

  static constexpr auto fields() {
    return listing(field("type", &Entry::type), field("id", &Entry::id), field("seq", &Entry::seq),
                   field("code", &Entry::code));
  }
  bool operator==(const Entry&) const = default;
};

/// What a transaction wants to happen, as a value: writes ordered by collection and key, so equal
/// changes give equal bytes. A second write to one place is a `Fault`, for Fabric would silently
/// keep the last; so is a policy for a key that is deleted, for it would go with the key.
class [[nodiscard]] Changes {
 public:
  struct Place {
    std::string collection = {};  // "" = public state
    std::string key = {};
    auto operator<=>(const Place&) const = default;
  };
  enum class Kind : std::uint8_t { put, erase, purge };
  struct Write {
    Kind kind = Kind::put;
    Bytes value = {};
    bool operator==(const Write&) const = default;
  };

  template <Record R>
  Changes put(const Key<R>& key, const R& record) && {
    write({"", key.text()}, {Kind::put, encode_record(record)});
    return std::move(*this);
  }
  template <Record R>
  Changes erase(const Key<R>& key) && {
    write({"", key.text()}, {Kind::erase, {}});
    return std::move(*this);
  }
  Changes put_private(std::string collection, std::string key, Bytes value) && {
    write({std::move(collection), std::move(key)}, {Kind::put, std::move(value)});
    return std::move(*this);
  }
  /// From this transaction on, whatever changes `key` needs these endorsements in place of those of
  /// the chaincode. The key is put here or exists: a peer drops the policy of one that does not.
  template <Record R>
  Changes endorse_by(const Key<R>& key, EndorsementPolicy policy) && {
    endorse({"", key.text()}, std::move(policy));
    return std::move(*this);
  }
  /// The same in a collection, in place of the collection's policy.
  Changes endorse_private_by(std::string collection, std::string key, EndorsementPolicy policy) && {
    endorse({std::move(collection), std::move(key)}, std::move(policy));
    return std::move(*this);
  }
  /// The first entry also becomes the response of the transaction.
  Changes emit(Entry entry) && {
    entries_.push_back(std::move(entry));
    return std::move(*this);
  }
  /// A repetition of what was done before: nothing is written and no event is sent, yet the
  /// response is the same.
  static Changes unchanged(Entry entry) {
    Changes changes;
    changes.repeated_ = std::move(entry);
    return changes;
  }
  /// Everything in `other` as well.
  Changes merge(Changes other) &&;

  /// An untyped write, for code that is not a contract (the shim's users, tests).
  void write(Place place, Write write);
  /// An untyped policy, for code that is not a contract.
  void endorse(Place place, EndorsementPolicy policy);
  /// Name and payload of the chaincode event, for code that is not a contract.
  void set_event(std::string name, Bytes payload);

  bool empty() const {
    return writes_.empty() && policies_.empty() && entries_.empty() && event_name_.empty();
  }
  const std::map<Place, Write>& writes() const { return writes_; }
  /// Moves them out.
  std::map<Place, Write> take_writes() { return std::exchange(writes_, {}); }
  /// To be written after `writes`: a new key must be there first.
  const std::map<Place, EndorsementPolicy>& policies() const { return policies_; }
  const std::vector<Entry>& entries() const { return entries_; }
  /// The entry that answers the client: the first one, or that of a repetition.
  std::optional<Entry> answer() const;
  /// Empty when there is no event.
  const std::string& event_name() const { return event_name_; }
  const Bytes& event_payload() const { return event_payload_; }

 private:
  std::map<Place, Write> writes_;
  std::map<Place, EndorsementPolicy> policies_;
  std::vector<Entry> entries_;
  std::optional<Entry> repeated_;
  std::string event_name_;
  Bytes event_payload_;
};

}  // namespace tradelane::ledger
