// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/codec/fields.hpp"
#include "chaincode/ledger/key.hpp"

/// One small record for the tests of this layer.
namespace tradelane::ledger {

struct Toy {
  static constexpr std::string_view name = "Toy";
  static constexpr std::string_view schema = "tradelane.toy/1";
  std::int64_t count = 0;
  static constexpr auto fields() { return listing(field("count", &Toy::count)); }
  bool operator==(const Toy&) const = default;
};

inline Key<Toy> toy(const std::string& id) { return {"TOY", {id}}; }
inline Range<Toy> toys() { return {"TOY", {}}; }

}  // namespace tradelane::ledger
