// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "chaincode/codec/json.hpp"

namespace tradelane::contract {

/// The one argument object of a call. Used by one call on one thread.
class Arguments {
 public:
  /// `text` outlives this.
  explicit Arguments(std::string_view text) : text_(text) {}

  /// As sent.
  std::string_view text() const { return text_; }
  /// The whole object as sent, for the signatures that cover it, read when it is first asked for.
  /// ARG_MALFORMED (A11) or ARG_LIMIT (A13) when `text` is no object: never inside a transaction,
  /// which runs with nothing else.
  const Result<Json>& object() const;
  /// The same inside a transaction.
  const Json& json() const { return *object(); }

 private:
  std::string_view text_;
  mutable std::optional<Result<Json>> object_ = {};
};

}  // namespace tradelane::contract
