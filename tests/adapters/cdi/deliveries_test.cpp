// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/deliveries.hpp"

#include <doctest/doctest.h>

#include "tests/support/feeds.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::cdi;

namespace {

Digest digest(char digit) { return *Digest::parse(std::string(64, digit)); }

Delivery delivery(char body) {
  return {.access_id = digest('a'),
          .consent_id = *consent::ConsentId::parse("000000000000000000000000C1"),
          .recipient = test::party_id("BKH"),
          .body = digest(body),
          .items = {{.evidence_id = *evidence::EvidenceId::parse(test::evidence_id("D1")),
                     .version = 3,
                     .commitment = digest('c'),
                     .opening = "canary"}},
          .at = {1'000}};
}

}  // namespace

TEST_CASE("cdi deliveries: recorded once, found again, also by the next process") {
  const test::TempFolder folder;
  {
    Deliveries deliveries(folder.file("deliveries"));
    CHECK_FALSE(deliveries.find(digest('a')));
    CHECK(deliveries.record(delivery('b')));
    CHECK_FALSE(deliveries.record(delivery('d')));
  }
  Deliveries deliveries(folder.file("deliveries"));
  const auto found = deliveries.find(digest('a'));
  REQUIRE(found);
  CHECK(found->body == digest('b'));
  CHECK(found->recipient == test::party_id("BKH"));
  CHECK(found->consent_id.text() == "000000000000000000000000C1");
  CHECK(found->at == Timestamp{1'000});
  REQUIRE(found->items.size() == 1);
  CHECK(found->items[0].version == 3);
  CHECK(found->items[0].commitment == digest('c'));
  CHECK(found->items[0].opening == "");
}

TEST_CASE("cdi deliveries: no opening reaches the disk") {
  const test::TempFolder folder;
  Deliveries deliveries(folder.file("deliveries"));
  deliveries.record(delivery('b'));
  for (const char* name : {"deliveries", "deliveries-wal"})
    CHECK(folder.read(name).find("canary") == std::string::npos);
}

TEST_CASE("cdi deliveries: a file that holds something else is a fault") {
  const test::TempFolder folder;
  Deliveries deliveries(folder.file("deliveries"));
  feed::Database database(folder.file("deliveries"));
  const std::string access(64, 'a');
  for (const char* values : {"'x', 'x', 'x', '[]'",
                             "'000000000000000000000000C1', "
                             "'00000000000000000000000BKH', 'x', '[]'"}) {
    database.run(
        ("DELETE FROM delivery; INSERT INTO delivery VALUES ('" + access + "', " + values + ", 1)")
            .c_str());
    CHECK_THROWS_AS((void)deliveries.find(digest('a')), Fault);
  }
}
