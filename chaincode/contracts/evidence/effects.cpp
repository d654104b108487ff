// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/evidence/effects.hpp"

#include "chaincode/contracts/consent/effects.hpp"

namespace tradelane::evidence {
namespace {

constexpr std::size_t id26_size = 26;
constexpr std::size_t hex64_size = 64;

}  // namespace

bool EvidenceTag::valid(std::string_view text) {
  if (text.size() < id26_size + hex64_size + 3) return false;
  const auto record = text.substr(text.size() - hex64_size);
  const auto type = text.substr(id26_size + 1, text.size() - id26_size - hex64_size - 2);
  return Id26Rule::valid(text.substr(0, id26_size)) && text[id26_size] == '/' &&
         parse_enum<RecordType>(type).has_value() && text[text.size() - hex64_size - 1] == '/' &&
         Hex64Rule::valid(record);
}

EvidenceId EvidenceKey::id() const {
  return *EvidenceId::parse(source.text() + "/" + std::string(text_of(type)) + "/" + record.text());
}

EvidenceKey split(const EvidenceId& id) {
  const std::string_view text = id.text();
  const auto type = text.substr(id26_size + 1, text.size() - id26_size - hex64_size - 2);
  return {.source = *PartyId::parse(text.substr(0, id26_size)),
          .type = *parse_enum<RecordType>(type),
          .record = *Digest::parse(text.substr(text.size() - hex64_size))};
}

Bytes signed_bytes(const Json& envelope) {
  Json covered = envelope;
  if (Json::Object* object = covered.as_object()) {
    object->erase("sig");
    object->erase("payload");
  }
  return "tradelane.feed/1\n" + canonical(covered);
}

bool basis_holds(const Classification& classification) {
  const std::string& basis = classification.export_basis;
  if (!consent::is_known_export_basis(basis) || basis == "GBA_SC") return false;
  if (classification.important && basis != "SECURITY_ASSESSMENT" && basis != "HASH_ONLY")
    return false;
  return !classification.personal || basis != "TRADE_EXEMPT";
}

}  // namespace tradelane::evidence
