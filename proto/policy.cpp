// SPDX-License-Identifier: Apache-2.0
#include "proto/policy.hpp"

#include <algorithm>
#include <charconv>

#include "proto/common/policies.pb.h"
#include "proto/msp/msp_principal.pb.h"

namespace tradelane {
namespace {

constexpr int deepest = 16;

class Parser {
 public:
  Parser(std::string_view text, const std::vector<std::string>& all) : rest_(text), all_(all) {}

  std::optional<Policy> whole() {
    auto policy = rule(0);
    skip_space();
    if (!policy || !rest_.empty() || policy->msp == "others") return std::nullopt;
    if (!expand(*policy)) return std::nullopt;
    return policy;
  }

 private:
  void skip_space() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }
  bool take(char wanted) {
    skip_space();
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view word() {
    skip_space();
    const auto end = rest_.find_first_of(" ,()'\"");
    const std::string_view out = rest_.substr(0, end);
    rest_.remove_prefix(out.size());
    return out;
  }

  std::optional<Policy> rule(int depth) {
    if (depth > deepest) return std::nullopt;
    skip_space();
    if (!rest_.empty() && (rest_.front() == '\'' || rest_.front() == '"')) {
      const char quote = rest_.front();
      rest_.remove_prefix(1);
      const std::string_view name = word();
      return take(quote) ? principal(name) : std::nullopt;
    }
    const std::string_view name = word();
    if (!take('(')) return principal(name);
    return combination(name, depth);
  }

  std::optional<Policy> combination(std::string_view name, int depth) {
    std::size_t n = 0;
    if (name == "OutOf") {
      const std::string_view digits = word();
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
      if (error != std::errc{} || end != digits.data() + digits.size() || !take(','))
        return std::nullopt;
    } else if (name != "AND" && name != "OR") {
      return std::nullopt;
    }
    std::vector<Policy> rules;
    do {
      auto next = rule(depth + 1);
      if (!next) return std::nullopt;
      rules.push_back(std::move(*next));
    } while (take(','));
    if (!take(')')) return std::nullopt;
    if (name == "AND") n = std::string::npos;  // all of them, once `others` is known
    if (name == "OR") n = 1;
    return Policy::out_of(n, std::move(rules));
  }

  std::optional<Policy> principal(std::string_view name) {
    for (const std::string_view role : {".peer", ".member"})
      if (name.ends_with(role)) name.remove_suffix(role.size());
    if (name == "others") return Policy::signed_by("others");
    if (std::find(all_.begin(), all_.end(), name) == all_.end()) return std::nullopt;
    named_.insert(std::string(name));
    return Policy::signed_by(std::string(name));
  }

  // False when a combination can never hold, or would hold without any endorsement.
  bool expand(Policy& policy) const {
    if (policy.rules.empty()) return true;
    std::vector<Policy> rules;
    for (Policy& rule : policy.rules) {
      if (!expand(rule)) return false;
      if (rule.msp != "others") {
        rules.push_back(std::move(rule));
        continue;
      }
      for (const std::string& msp : all_)
        if (!named_.contains(msp)) rules.push_back(Policy::signed_by(msp));
    }
    policy.rules = std::move(rules);
    if (policy.n == std::string::npos) policy.n = policy.rules.size();
    return policy.n > 0 && policy.n <= policy.rules.size();
  }

  std::string_view rest_;
  const std::vector<std::string>& all_;
  std::set<std::string> named_;
};

std::optional<std::string> member(const common::MSPPrincipal& principal) {
  common::MSPRole role;
  if (principal.principal_classification() != common::MSPPrincipal::ROLE ||
      !role.ParseFromString(principal.principal()))
    return std::nullopt;
  if (role.role() != common::MSPRole::PEER && role.role() != common::MSPRole::MEMBER)
    return std::nullopt;
  return role.msp_identifier();
}

std::optional<Policy> convert(const common::SignaturePolicy& rule,
                              const common::SignaturePolicyEnvelope& all, int depth) {
  if (depth > deepest) return std::nullopt;
  if (rule.Type_case() == common::SignaturePolicy::kSignedBy) {
    if (rule.signed_by() < 0 || rule.signed_by() >= all.identities_size()) return std::nullopt;
    const auto msp = member(all.identities(rule.signed_by()));
    if (!msp) return std::nullopt;
    return Policy::signed_by(*msp);
  }
  if (rule.Type_case() != common::SignaturePolicy::kNOutOf || rule.n_out_of().n() < 0)
    return std::nullopt;
  Policy out = Policy::out_of(static_cast<std::size_t>(rule.n_out_of().n()), {});
  for (const auto& next : rule.n_out_of().rules()) {
    auto converted = convert(next, all, depth + 1);
    if (!converted) return std::nullopt;
    out.rules.push_back(std::move(*converted));
  }
  return out;
}

// Fabric's own way: in order, each rule takes the first endorsement that still is free.
bool satisfy(const Policy& policy, const std::vector<std::string>& endorsers,
             std::vector<bool>& used) {
  if (policy.rules.empty() && !policy.msp.empty()) {
    for (std::size_t i = 0; i < endorsers.size(); ++i)
      if (!used[i] && endorsers[i] == policy.msp) return used[i] = true;
    return false;
  }
  std::size_t verified = 0;
  for (const Policy& rule : policy.rules) {
    std::vector<bool> attempt = used;
    if (!satisfy(rule, endorsers, attempt)) continue;
    used = std::move(attempt);
    ++verified;
  }
  return verified >= policy.n;
}

}  // namespace

std::optional<Policy> Policy::parse(std::string_view text, const std::vector<std::string>& all) {
  return Parser(text, all).whole();
}

std::optional<Policy> Policy::decode(std::string_view bytes) {
  common::SignaturePolicyEnvelope envelope;
  if (!envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      envelope.version() != 0 || !envelope.has_rule())
    return std::nullopt;
  return convert(envelope.rule(), envelope, 0);
}

bool Policy::satisfied_by(const std::vector<std::string>& endorsers) const {
  std::vector<bool> used(endorsers.size(), false);
  return satisfy(*this, endorsers, used);
}

}  // namespace tradelane
