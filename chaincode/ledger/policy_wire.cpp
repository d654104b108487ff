// SPDX-License-Identifier: Apache-2.0
#include "chaincode/ledger/policy_wire.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace tradelane::ledger {
namespace {

// Fields by number. SignaturePolicyEnvelope: version 1, rule 2, identities 3. SignaturePolicy:
// signed_by 1 or n_out_of 2. NOutOf: n 1, rules 2. MSPPrincipal: classification 1 (0 is a role),
// principal 2. MSPRole: msp_identifier 1, role 2.

void put_varint(Bytes& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  out.push_back(static_cast<char>(value));
}
void put_number(Bytes& out, unsigned field, std::uint64_t value) {
  put_varint(out, field << 3);
  put_varint(out, value);
}
void put_bytes(Bytes& out, unsigned field, std::string_view value) {
  put_varint(out, field << 3 | 2);
  put_varint(out, value.size());
  out.append(value);
}

void collect(const EndorsementRule& rule, std::set<Principal>& out) {
  if (rule.principal) out.insert(*rule.principal);
  for (const EndorsementRule& inner : rule.rules) collect(inner, out);
}

Bytes encode_rule(const EndorsementRule& rule, const std::set<Principal>& principals) {
  Bytes out;
  if (rule.principal) {
    const auto index = std::distance(principals.begin(), principals.find(*rule.principal));
    put_number(out, 1, static_cast<std::uint64_t>(index));
    return out;
  }
  Bytes n_out_of;
  put_number(n_out_of, 1, rule.count);
  for (const EndorsementRule& inner : rule.rules)
    put_bytes(n_out_of, 2, encode_rule(inner, principals));
  put_bytes(out, 2, n_out_of);
  return out;
}

Bytes encode_principal(const Principal& principal) {
  Bytes role;
  put_bytes(role, 1, principal.msp.text());
  if (principal.role != MspRole::member)
    put_number(role, 2, static_cast<std::uint64_t>(principal.role));
  Bytes out;
  put_bytes(out, 2, role);
  return out;
}

/// One field of a message: a number, or bytes that a length stands before.
struct Field {
  std::uint64_t number = 0;
  std::optional<std::uint64_t> value = {};
  std::string_view bytes = {};

  bool is_number(std::uint64_t field) const { return number == field && value.has_value(); }
  bool is_bytes(std::uint64_t field) const { return number == field && !value.has_value(); }
};

std::optional<std::uint64_t> take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 63 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

std::optional<Field> take_field(std::string_view& bytes) {
  const auto tag = take_varint(bytes);
  const auto value = tag ? take_varint(bytes) : std::nullopt;
  if (!value) return std::nullopt;
  const std::uint64_t number = *tag >> 3;
  if ((*tag & 7) == 0) return Field{.number = number, .value = value};
  if ((*tag & 7) != 2 || *value > bytes.size()) return std::nullopt;
  const Field field{.number = number, .bytes = bytes.substr(0, *value)};
  bytes.remove_prefix(*value);
  return field;
}

/// All fields of a message; absent when it is malformed.
std::optional<std::vector<Field>> fields_of(std::string_view bytes) {
  std::vector<Field> out;
  while (!bytes.empty()) {
    const auto field = take_field(bytes);
    if (!field) return std::nullopt;
    out.push_back(*field);
  }
  return out;
}

std::optional<Principal> decode_role(std::string_view bytes) {
  const auto fields = fields_of(bytes);
  if (!fields || fields->empty() || fields->size() > 2 || !fields->front().is_bytes(1))
    return std::nullopt;
  const auto msp = MspId::parse(fields->front().bytes);
  if (!msp) return std::nullopt;
  if (fields->size() == 1) return Principal{*msp, MspRole::member};
  const Field& role = fields->back();
  if (!role.is_number(2) || *role.value > static_cast<std::uint64_t>(MspRole::orderer))
    return std::nullopt;
  return Principal{*msp, static_cast<MspRole>(*role.value)};
}

std::optional<Principal> decode_principal(std::string_view bytes) {
  const auto fields = fields_of(bytes);
  if (!fields || fields->empty() || fields->size() > 2 || !fields->back().is_bytes(2))
    return std::nullopt;
  const Field& first = fields->front();
  if (fields->size() == 2 && (!first.is_number(1) || *first.value != 0)) return std::nullopt;
  return decode_role(fields->back().bytes);
}

/// Reads rules against the principals that they name by index.
class RuleReader {
 public:
  explicit RuleReader(const std::vector<Principal>& principals)
      : principals_(principals), used_(principals.size()) {}

  std::optional<EndorsementRule> read(std::string_view bytes, std::size_t depth) {
    if (depth > EndorsementPolicy::most_depth || ++rules_ > EndorsementPolicy::most_rules)
      return std::nullopt;
    const auto fields = fields_of(bytes);
    if (!fields || fields->size() != 1) return std::nullopt;
    const Field& only = fields->front();
    if (only.is_number(1)) return signature(*only.value);
    return only.is_bytes(2) ? n_out_of(only.bytes, depth) : std::nullopt;
  }

  bool all_used() const { return std::find(used_.begin(), used_.end(), false) == used_.end(); }

 private:
  std::optional<EndorsementRule> signature(std::uint64_t index) {
    if (index >= principals_.size()) return std::nullopt;
    used_[index] = true;
    return EndorsementRule::signed_by(principals_[index]);
  }

  std::optional<EndorsementRule> n_out_of(std::string_view bytes, std::size_t depth) {
    const auto fields = fields_of(bytes);
    if (!fields) return std::nullopt;
    EndorsementRule out;
    for (const Field& field : *fields) {
      const bool is_count = field.is_number(1) && &field == &fields->front();
      if (!is_count && !field.is_bytes(2)) return std::nullopt;
      if (is_count) {
        out.count = *field.value;
        continue;
      }
      auto inner = read(field.bytes, depth + 1);
      if (!inner) return std::nullopt;
      out.rules.push_back(std::move(*inner));
    }
    return out;
  }

  const std::vector<Principal>& principals_;
  std::vector<bool> used_;
  std::size_t rules_ = 0;
};

}  // namespace

Bytes encode_policy(const EndorsementRule& rule) {
  std::set<Principal> principals;
  collect(rule, principals);
  Bytes out;
  put_bytes(out, 2, encode_rule(rule, principals));
  for (const Principal& principal : principals) put_bytes(out, 3, encode_principal(principal));
  return out;
}

std::optional<EndorsementRule> decode_policy(std::string_view bytes) {
  const auto fields = fields_of(bytes);
  if (!fields) return std::nullopt;
  std::optional<std::string_view> rule;
  std::vector<Principal> principals;
  for (const Field& field : *fields) {
    const bool is_version = field.is_number(1) && *field.value == 0 && &field == &fields->front();
    if (is_version) continue;
    if (field.is_bytes(2) && !rule) {
      rule = field.bytes;
      continue;
    }
    auto principal = field.is_bytes(3) ? decode_principal(field.bytes) : std::nullopt;
    if (!principal) return std::nullopt;
    principals.push_back(std::move(*principal));
  }
  if (!rule) return std::nullopt;
  RuleReader reader(principals);
  auto out = reader.read(*rule, 1);
  return out && reader.all_used() ? out : std::nullopt;
}

}  // namespace tradelane::ledger
