// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/evidence/effects.hpp"

#include <doctest/doctest.h>

#include "tests/support/feeds.hpp"

using namespace tradelane;
using namespace tradelane::evidence;

TEST_CASE("evidence id: three parts, there and back") {
  const std::string text = test::evidence_id("D1");
  const auto id = EvidenceId::parse(text);
  REQUIRE(id);
  const EvidenceKey parts = split(*id);
  CHECK(parts.source == test::party_id("SDN"));
  CHECK(parts.type == RecordType::customs_decl);
  CHECK(parts.id() == *id);
  for (const std::string& bad :
       {std::string(), text + "0", text.substr(1), std::string(200, 'a'),
        test::party_id("SDN").text() + "/OTHER/" + std::string(64, 'a'),
        test::party_id("SDN").text() + "/CUSTOMS_DECL/" + std::string(64, 'A')})
    CHECK_FALSE(EvidenceId::parse(bad));
}

TEST_CASE("signed bytes: everything but signature and payload, under their own prefix") {
  const Json envelope = *parse_json(R"({"b":1,"a":2,"sig":{"x":1},"payload":"p"})");
  CHECK(signed_bytes(envelope) == "tradelane.feed/1\n{\"a\":2,\"b\":1}");
}

TEST_CASE("export basis: what carries what") {
  struct Row {
    Classification classification;
    bool holds;
  };
  const Row rows[] = {{{false, false, "TRADE_EXEMPT"}, true},
                      {{true, false, "TRADE_EXEMPT"}, false},
                      {{true, false, "STD_CONTRACT"}, true},
                      {{false, true, "TRADE_EXEMPT"}, false},
                      {{false, true, "SECURITY_ASSESSMENT"}, true},
                      {{false, true, "HASH_ONLY"}, true},
                      {{false, false, "GBA_SC"}, false},
                      {{false, false, "WISH"}, false}};
  for (const Row& row : rows) {
    CAPTURE(row.classification.export_basis);
    CHECK(basis_holds(row.classification) == row.holds);
  }
}
