// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/policy_text.hpp"

#include <algorithm>

#include "proto/common/policies.pb.h"
#include "proto/msp/msp_principal.pb.h"

namespace tradelane::gateway {

namespace {

template <class Message>
std::optional<Message> parse(std::string_view bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  return message;
}

std::optional<std::string> principal_text(const common::MSPPrincipal& principal) {
  const auto kind = principal.principal_classification();
  if (kind != common::MSPPrincipal::ROLE)
    return common::MSPPrincipal::Classification_IsValid(kind)
               ? "[" + common::MSPPrincipal::Classification_Name(kind) + "]"
               : "[" + std::to_string(kind) + "]";
  const auto role = parse<common::MSPRole>(principal.principal());
  if (!role || !common::MSPRole::MSPRoleType_IsValid(role->role())) return std::nullopt;
  std::string name = common::MSPRole::MSPRoleType_Name(role->role());
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return "'" + role->msp_identifier() + "." + name + "'";
}

class Speller {
 public:
  explicit Speller(const common::SignaturePolicyEnvelope& envelope) : envelope_(envelope) {}

  /// As deep as protobuf parses, which is bounded.
  std::optional<std::string> rule(const common::SignaturePolicy& rule) const {
    if (rule.Type_case() == common::SignaturePolicy::kSignedBy) return signed_by(rule.signed_by());
    if (rule.Type_case() != common::SignaturePolicy::kNOutOf) return std::nullopt;
    const int count = rule.n_out_of().n();
    const int size = rule.n_out_of().rules_size();
    std::string out = "OutOf(" + std::to_string(count);
    if (size > 0 && count == 1) out = "OR(";
    if (size > 1 && count == size) out = "AND(";
    for (const auto& one : rule.n_out_of().rules()) {
      const auto text = this->rule(one);
      if (!text) return std::nullopt;
      out += (out.back() == '(' ? "" : ",") + *text;
    }
    return out + ")";
  }

 private:
  std::optional<std::string> signed_by(int index) const {
    if (index < 0 || index >= envelope_.identities_size()) return std::nullopt;
    return principal_text(envelope_.identities(index));
  }

  const common::SignaturePolicyEnvelope& envelope_;
};

}  // namespace

std::optional<std::string> policy_text(std::string_view bytes) {
  if (bytes.empty()) return "";
  const auto envelope = parse<common::SignaturePolicyEnvelope>(bytes);
  if (!envelope || !envelope->has_rule()) return std::nullopt;
  return Speller(*envelope).rule(envelope->rule());
}

}  // namespace tradelane::gateway
