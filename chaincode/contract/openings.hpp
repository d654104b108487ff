// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "chaincode/codec/fields.hpp"
#include "chaincode/ledger/changes.hpp"

namespace tradelane::contract {

/// The private input of one call: openings by commitment, as the client sent them in `transient`.
/// An opening of a value named n is RFC 8785 `{"n": value, "salt": base64url}`, its commitment the
/// SHA-256 of these bytes in hexadecimal. Source: contracts.md 3, story.md 3. Used on one thread.
class Openings {
 public:
  /// Keeps a reference to `transient`.
  explicit Openings(const std::map<std::string_view, std::string_view>& transient)
      : transient_(transient) {}

  /// The value called `name` behind `commitment`. Refusals: PRIVATE_MISSING (A6), PRIVATE_DIGEST
  /// (A7: not its hash, not canonical, another name, a salt under 16 bytes), PRIVATE_VALUE (A9: the
  /// value has another form).
  template <class T>
  Result<T> take(const Digest& commitment, std::string_view name) const {
    auto value = open(commitment, name);
    if (!value) return value.error();
    auto decoded = from_json<T>(*value);
    if (!decoded) return refuse(Code::private_value, "A9");
    return std::move(*decoded);
  }

  /// The same as JSON, for values that keep unknown fields.
  Result<Json> open(const Digest& commitment, std::string_view name) const;

  /// The salt of an opening that `take` accepts, as bytes.
  Result<Bytes> salt(const Digest& commitment) const;

  /// PRIVATE_DIGEST or PRIVATE_UNUSED (A8) when something was sent that nothing asked for.
  Result<> nothing_unused() const;

  /// Writes the opening of `commitment`, taken before, blindly into the implicit collection of each
  /// of `copies`.
  ledger::Changes copy(const Digest& commitment, const Set<MspId>& copies) const;

 private:
  const std::map<std::string_view, std::string_view>& transient_;
  mutable std::set<std::string_view> used_;
};

/// `_implicit_org_<msp>`
std::string implicit_collection(const MspId& msp);
/// The key under which an opening is stored: "OPEN" / commitment.
std::string opening_key(const Digest& commitment);

}  // namespace tradelane::contract
