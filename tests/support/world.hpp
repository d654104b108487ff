// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/contract/act.hpp"
#include "chaincode/crypto/private_key.hpp"
#include "chaincode/ledger/chaincode.hpp"
#include "chaincode/ledger/memory_view.hpp"

/// A ledger in memory with people on it: what a story of a test is told with.
namespace tradelane::test {

/// Somebody with a certificate. `party` "" means the MSP's default party.
struct Actor {
  std::string msp = {};
  std::string certificate = {};
};

/// A private value with its commitment; the salt is fixed per value so that tests repeat, unless
/// `use_fresh_salts` was called.
struct Opening {
  Digest commitment = {};
  Bytes bytes = {};
};
Opening open(std::string_view name, const Json& value, std::string_view salt_seed = "");
/// From now on the salts of this program are its own and nobody's guess.
void use_fresh_salts();
using Transient = std::map<std::string, Bytes>;
Transient transient(const std::vector<Opening>& openings);
/// As a call has it; `transient` outlives it.
std::map<std::string_view, std::string_view> views_of(const Transient& transient);

struct Answer {
  int status = 0;
  /// The refusal's token, "" on success.
  std::string token = {};
  std::string rule = {};
  std::string message = {};
  Json payload = {};
  ledger::Changes changes = {};

  bool ok() const { return status < 400; }
  /// The text of a member of the payload, "" when there is none.
  std::string text(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
};

/// A company's key for its detached signatures.
struct Signer {
  PartyId party = {};
  std::string kid = {};
  crypto::PrivateKey key;
};

class World {
 public:
  explicit World(const ledger::Chaincode& chaincode) : chaincode_(chaincode) {}

  /// A person under `msp` whose certificate names `party`, or none.
  Actor actor(const std::string& msp, const std::string& party = "") const;

  /// Runs a transaction and commits what it wants to change.
  Answer submit(const Actor& who, const std::string& function, const Json& args,
                const Transient& transient = {});
  /// Runs it and commits nothing.
  Answer evaluate(const Actor& who, const std::string& function, const Json& args,
                  const Transient& transient = {}) const;

  /// `args` with the detached signature of `signer` added, good for a day.
  Json sign(const Signer& signer, const std::string& function, const std::string& subject,
            std::int64_t seq, Json args) const;

  Timestamp now = *Timestamp::parse("2026-03-05T08:00:00Z");
  std::string channel = "trade";
  std::string chaincode_name = "tradelane";
  mutable ledger::MemoryView state = {};

 private:
  const ledger::Chaincode& chaincode_;
  mutable int calls_ = 0;
};

}  // namespace tradelane::test
