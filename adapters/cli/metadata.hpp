// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/problem.hpp"
#include "adapters/cli/screen.hpp"
#include "adapters/gateway/gateway.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/codec/json.hpp"

/// What a chaincode says of itself: `org.hyperledger.fabric:GetMetadata`, which the contract APIs
/// for Go, Node and Java answer as ours does.
namespace tradelane::cli {

inline constexpr const char* get_metadata = "org.hyperledger.fabric:GetMetadata";

struct Parameter {
  std::string name = {};
  Json schema = {};
};

/// One transaction that the metadata names.
struct Signature {
  /// `ebl:Transfer`
  std::string name = {};
  std::vector<Parameter> parameters = {};
  /// Schema of the answer; null when it is not stated.
  Json returns = {};
  /// `submit`, `evaluate` or "".
  std::string call = {};
  /// `x-access`: who may call it, where the chaincode says so; null elsewhere.
  Json access = {};
  /// Its place in the metadata: `/contracts/ebl/transactions/0`.
  std::string at = {};
  /// Of the contract that gets what is called without a contract's name.
  bool is_of_default_contract = false;
};

struct Metadata {
  /// All of it; references lead here.
  Json root = {};
  /// By contract, then in the contract's order.
  std::vector<Signature> transactions = {};

  /// ARG_MALFORMED, with the place, for what is no contract metadata.
  static Result<Metadata> read(Json root);
  /// By its whole name, or by the part behind the colon where only one has it, or only one of the
  /// default contract; null pointer otherwise.
  const Signature* find(const std::string& name) const;
  std::vector<std::string> names() const;
};

/// `submit` or `evaluate`, whatever the API calls it in `tag`; "" when it says neither.
std::string call_of(const Json* tags);

/// Its one argument is a JSON object, as with our contracts; otherwise each parameter is a text.
bool takes_one_object(const Signature& transaction, const Json& root);

/// What to say where `find` finds nothing.
Problem no_transaction(const std::string& name, const Metadata& metadata);

/// The metadata in `file`, or, when that is "", of the chaincode. `Problem` when there is none.
Metadata load_metadata(const ConnectionFlags& at, const std::string& file, const Screen& screen);
/// That what was loaded in this way is none.
Problem not_metadata(const ConnectionFlags& at, const std::string& file, const Error& error);
/// `at` is not there or of another kind: ARG_MALFORMED.
Error no_metadata(const std::string& at);

/// The chaincode's metadata, or why there is none: not every chaincode has it, and not every
/// organisation runs one. Throws `Problem` when the peer cannot be asked at all.
struct AskedMetadata {
  std::optional<Metadata> metadata = {};
  std::string why_not = {};
};
AskedMetadata ask_for_metadata(gateway::Gateway& gateway, const ConnectionFlags& at);

/// Prints the transactions, or the arguments and the answer of one.
void run(const ShowMetadata& command, const Screen& screen);

}  // namespace tradelane::cli
