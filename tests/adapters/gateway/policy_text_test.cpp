// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/policy_text.hpp"

#include <doctest/doctest.h>
#include <google/protobuf/text_format.h>

#include "proto/common/policies.pb.h"
#include "proto/msp/msp_principal.pb.h"

using namespace tradelane;
using gateway::policy_text;

namespace {

common::SignaturePolicy rule(const std::string& text) {
  common::SignaturePolicy out;
  REQUIRE(google::protobuf::TextFormat::ParseFromString(text, &out));
  return out;
}

/// With the principals A.peer, B.member and C.admin, a unit, and one of no known role.
std::string policy(const std::string& text) {
  common::SignaturePolicyEnvelope out;
  *out.mutable_rule() = rule(text);
  const auto add = [&](const char* msp, common::MSPRole::MSPRoleType role) {
    common::MSPRole one;
    one.set_msp_identifier(msp);
    one.set_role(role);
    out.add_identities()->set_principal(one.SerializeAsString());
  };
  add("A", common::MSPRole::PEER);
  add("B", common::MSPRole::MEMBER);
  add("C", common::MSPRole::ADMIN);
  out.add_identities()->set_principal_classification(common::MSPPrincipal::ORGANIZATION_UNIT);
  add("E", static_cast<common::MSPRole::MSPRoleType>(9));
  return out.SerializeAsString();
}

}  // namespace

TEST_CASE("policy text: as the peer command spells it") {
  struct Row {
    const char* rule;
    const char* text;
  };
  const Row rows[] = {
      {"signed_by: 0", "'A.peer'"},
      {"n_out_of { n: 1 rules { signed_by: 0 } }", "OR('A.peer')"},
      {"n_out_of { n: 2 rules { signed_by: 0 } rules { signed_by: 1 } }",
       "AND('A.peer','B.member')"},
      {"n_out_of { n: 1 rules { signed_by: 0 } rules { signed_by: 2 } }", "OR('A.peer','C.admin')"},
      {"n_out_of { n: 2 rules { signed_by: 0 } rules { signed_by: 1 } rules { signed_by: 2 } }",
       "OutOf(2,'A.peer','B.member','C.admin')"},
      {"n_out_of { n: 2 rules { signed_by: 0 } rules { n_out_of { n: 1 rules { signed_by: 1 } "
       "rules { signed_by: 3 } } } }",
       "AND('A.peer',OR('B.member',[ORGANIZATION_UNIT]))"},
      // Anybody, and nobody.
      {"n_out_of { n: 0 }", "OutOf(0)"},
      {"n_out_of { n: 2 rules { signed_by: 0 } }", "OutOf(2,'A.peer')"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    CHECK(policy_text(policy(row.rule)).value_or("none") == row.text);
  }
}

TEST_CASE("policy text: no bytes are none, others are no policy") {
  CHECK(policy_text("") == "");
  for (const std::string& bytes :
       {std::string("rubbish"), std::string("\x08\x01"), policy(""), policy("signed_by: 5"),
        policy("signed_by: -1"), policy("signed_by: 4"),
        policy("n_out_of { n: 1 rules { signed_by: 7 } }")})
    CHECK_FALSE(policy_text(bytes).has_value());
}
