// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/openings.hpp"

#include "chaincode/contract/context.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/ledger/key.hpp"

namespace tradelane::contract {
namespace {

constexpr std::size_t smallest_salt_bytes = 16;

Result<Json> parse_opening(std::string_view commitment, std::string_view bytes) {
  const Error refused = refuse(Code::private_digest, "A7");
  if (crypto::sha256_hex(bytes).text() != commitment) return refused;
  // A transport document with its visualisation is the largest opening there is.
  auto json = parse_json(bytes, {.string_bytes = 1024 * 1024});
  if (!json || json->as_object() == nullptr || json->as_object()->size() != 2) return refused;
  if (canonical(*json) != bytes) return refused;
  const Json* salt = json->find("salt");
  if (salt == nullptr || salt->as_string() == nullptr) return refused;
  const auto salt_bytes = from_base64url(*salt->as_string());
  if (!salt_bytes || salt_bytes->size() < smallest_salt_bytes) return refused;
  return std::move(*json);
}

}  // namespace

std::string implicit_collection(const MspId& msp) { return "_implicit_org_" + msp.text(); }

std::string opening_key(const Digest& commitment) {
  return ledger::composite_key("OPEN", {commitment.text()});
}

Result<Json> Openings::open(const Digest& commitment, std::string_view name) const {
  const auto at = transient_.find(commitment.text());
  if (at == transient_.end()) return refuse(Code::private_missing, "A6", std::string(name));
  auto opening = parse_opening(at->first, at->second);
  if (!opening) return opening.error();
  const Json* value = opening->find(name);
  if (value == nullptr) return refuse(Code::private_digest, "A7", std::string(name));
  used_.insert(at->first);
  return *value;
}

Result<Bytes> Openings::salt(const Digest& commitment) const {
  const auto at = transient_.find(commitment.text());
  if (at == transient_.end()) return refuse(Code::private_missing, "A6");
  auto opening = parse_opening(at->first, at->second);
  if (!opening) return opening.error();
  return *from_base64url(*opening->find("salt")->as_string());
}

Result<> Openings::nothing_unused() const {
  for (const auto& [commitment, bytes] : transient_) {
    if (used_.contains(commitment)) continue;
    const auto opening = parse_opening(commitment, bytes);
    if (!opening) return opening.error();
    return refuse(Code::private_unused, "A8");
  }
  return Done{};
}

ledger::Changes Openings::copy(const Digest& commitment, const Set<MspId>& copies) const {
  const auto at = transient_.find(commitment.text());
  if (at == transient_.end() || !used_.contains(at->first))
    throw Fault("an opening is copied that was not taken");
  ledger::Changes changes;
  for (const MspId& msp : copies)
    changes = std::move(changes).put_private(implicit_collection(msp), opening_key(commitment),
                                             Bytes(at->second));
  return changes;
}

std::optional<Json> kept_json(const Context& tx, const Digest& commitment, std::string_view name) {
  const auto bytes =
      tx.ledger.find_private(implicit_collection(tx.caller.msp), opening_key(commitment));
  if (!bytes) return std::nullopt;
  const auto opening = parse_opening(commitment.text(), *bytes);
  const Json* value = opening ? opening->find(name) : nullptr;
  if (value == nullptr) throw Fault("a kept opening does not match its commitment");
  return *value;
}

}  // namespace tradelane::contract
