// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/codec/json.hpp"

/// JSON Schema as far as the contract APIs of Fabric write it into their metadata. Pure functions.
/// What a schema says with words of other kinds is not checked: the contract has the last word.
namespace tradelane::cli {

/// One thing about a value that its schema does not allow, for a person to mend.
struct Misfit {
  /// RFC 6901; "" for the whole value.
  std::string at = {};
  std::string what = {};
};

/// Everything that is wrong with `value`. A `$ref` is looked up in `root`.
std::vector<Misfit> misfits(const Json& value, const Json& schema, const Json& root);

/// `schema`, or what its `$ref` leads to; null when it leads nowhere.
Json resolved(const Json& schema, const Json& root);

/// `type` of a resolved schema; "" when it states none.
std::string type_of(const Json& schema);

/// A few words for a table: `text`, `one of order, straight`, `list of Signature`.
std::string describe_schema(const Json& schema, const Json& root);

/// The one of `names` that `name` was probably meant to be; "" when none is near.
std::string nearest(std::string_view name, const std::vector<std::string>& names);

}  // namespace tradelane::cli
