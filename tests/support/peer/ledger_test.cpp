// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/ledger.hpp"

#include <doctest/doctest.h>

using namespace tradelane::test;
using Kind = PeerWrite::Kind;

namespace {

PeerWrite put(const std::string& key, const std::string& value) {
  return {.chaincode = "cc", .key = key, .value = value};
}

}  // namespace

TEST_CASE("peer ledger: the last write of a key wins, and an empty value deletes it") {
  PeerLedger ledger;
  CHECK(ledger.commit("ch", "t", {1}, {}, {put("k", "1"), put("l", "1"), put("k", "2")}) ==
        PeerVerdict::valid);
  CHECK(ledger.of("ch", "cc").values.at("k") == "2");
  CHECK(ledger.of("ch", "cc").version_of("k") == 1);
  CHECK(ledger.of("ch", "cc").history.at("k").size() == 1);
  ledger.commit("ch", "u", {2}, {}, {put("k", "")});
  CHECK_FALSE(ledger.of("ch", "cc").version_of("k"));
  CHECK(ledger.of("ch", "cc").history.at("k").at(1).is_delete);
}

TEST_CASE("peer ledger: what was read must not have changed") {
  PeerLedger ledger;
  ledger.of("ch", "cc").values["k"] = "seeded";
  const auto reading = [](const char* key, std::optional<std::uint64_t> version) {
    return std::vector<PeerRead>{{"cc", "", key, version}};
  };
  CHECK(ledger.commit("ch", "t", {}, reading("k", 0), {put("k", "1")}) == PeerVerdict::valid);
  CHECK(ledger.commit("ch", "u", {}, reading("k", 0), {put("k", "2")}) ==
        PeerVerdict::mvcc_read_conflict);
  CHECK(ledger.of("ch", "cc").values.at("k") == "1");
  CHECK(ledger.commit("ch", "v", {}, reading("none", std::nullopt), {put("none", "1")}) ==
        PeerVerdict::valid);
  CHECK(ledger.commit("ch", "w", {}, reading("none", std::nullopt), {}) ==
        PeerVerdict::mvcc_read_conflict);
  CHECK(ledger.height() == 4);
}

TEST_CASE("peer ledger: a peer outside a collection keeps the hash only") {
  PeerLedger ledger;
  PeerNamespace& space = ledger.of("ch", "cc");
  space.collections["away"] = {.members = {"TwoMSP"}, .is_here = false};
  ledger.commit("ch", "t", {}, {},
                {{.chaincode = "cc", .collection = "away", .key = "k", .value = "v"}});
  CHECK_FALSE(space.private_data["away"]["k"].value);
  CHECK(space.private_data["away"]["k"].hash.size() == 32);
  ledger.commit("ch", "u", {}, {},
                {{.chaincode = "cc", .collection = "away", .key = "k", .kind = Kind::purge}});
  CHECK(space.private_data["away"].empty());
}
