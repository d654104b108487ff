// SPDX-License-Identifier: Apache-2.0
#include "proto/policy.hpp"

#include <doctest/doctest.h>

#include "proto/common/policies.pb.h"
#include "proto/msp/msp_principal.pb.h"

using tradelane::Policy;

namespace {

const std::vector<std::string> all = {"A", "B", "C"};

std::string envelope(int n, const std::vector<std::string>& msps) {
  common::SignaturePolicyEnvelope out;
  out.mutable_rule()->mutable_n_out_of()->set_n(n);
  for (const std::string& msp : msps) {
    common::MSPRole role;
    role.set_msp_identifier(msp);
    role.set_role(common::MSPRole::PEER);
    auto* rule = out.mutable_rule()->mutable_n_out_of()->add_rules();
    rule->set_signed_by(out.identities_size());
    out.add_identities()->set_principal(role.SerializeAsString());
  }
  return out.SerializeAsString();
}

}  // namespace

TEST_CASE("policy: who satisfies what") {
  struct Row {
    const char* text;
    std::vector<std::string> endorsers;
    bool holds;
  };
  const Row rows[] = {
      {"A", {"A"}, true},
      {"'A.peer'", {"B"}, false},
      {"AND(A, OR(B, C))", {"A", "C"}, true},
      {"AND(A, OR(B, C))", {"A"}, false},
      {"AND(A, OR(B, C))", {"B", "C"}, false},
      {"AND('A.peer',OR(others))", {"A", "B"}, true},
      {"AND('A.peer',OR(others))", {"A"}, false},
      {"OutOf(2, A, B, C)", {"C", "A"}, true},
      {"OutOf(2, A, B, C)", {"C"}, false},
      {"OutOf(2, 'A.member', \"A.member\", B)", {"A"}, false},      // one endorsement counts once
      {"OutOf(2, 'A.member', \"A.member\", B)", {"A", "A"}, true},  // two peers of A
      {"OR(AND(A, B), AND(B, C))", {"C", "B"}, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto policy = Policy::parse(row.text, all);
    REQUIRE(policy);
    CHECK(policy->satisfied_by(row.endorsers) == row.holds);
  }
}

TEST_CASE("policy: what is none") {
  for (const char* text :
       {"", "D", "AND()", "AND(A", "AND(A,)", "A B", "others", "NOT(A)", "OutOf(0, A)",
        "OutOf(3, A, B)", "OutOf(A, B)", "OutOf(2)", "'A", "AND(A, B, C, OR(others))"}) {
    CAPTURE(text);
    CHECK_FALSE(Policy::parse(text, all));
  }
}

TEST_CASE("policy: from the bytes of a key-level policy") {
  const auto policy = Policy::decode(envelope(2, {"A", "B"}));
  REQUIRE(policy);
  CHECK(policy->satisfied_by({"B", "A"}));
  CHECK_FALSE(policy->satisfied_by({"B"}));
  CHECK(Policy::decode(envelope(0, {}))->satisfied_by({}));  // as a peer has it: open to all
  CHECK_FALSE(Policy::decode("nonsense"));
  CHECK_FALSE(Policy::decode(""));
}
