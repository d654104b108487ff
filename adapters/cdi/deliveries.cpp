// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/deliveries.hpp"

namespace tradelane::cdi {
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS delivery (
  access_id TEXT PRIMARY KEY,
  consent_id TEXT NOT NULL,
  recipient TEXT NOT NULL,
  body TEXT NOT NULL,
  items TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
)";

template <class T>
T stored(const feed::Query& row, int column) {
  const auto value = T::parse(row.bytes(column));
  if (!value) throw Fault("the deliveries hold a malformed id");
  return *value;
}

std::vector<FactsOpening> stored_items(const feed::Query& row, int column) {
  const auto json = parse_json(row.bytes(column));
  auto items = json ? from_json<std::vector<FactsOpening>>(*json) : json.error();
  if (!items) throw Fault("the deliveries hold malformed items");
  return std::move(*items);
}

/// The private part never reaches the disk.
Bytes without_openings(std::vector<FactsOpening> items) {
  for (FactsOpening& item : items) item.opening.clear();
  return canonical(to_json(items));
}

}  // namespace

Deliveries::Deliveries(const std::string& path) : database_(path) { database_.run(schema); }

std::optional<Delivery> Deliveries::find(const Digest& access_id) const {
  const std::lock_guard lock(mutex_);
  feed::Query row(
      database_, "SELECT consent_id, recipient, body, items, at FROM delivery WHERE access_id = ?");
  if (!row.bind(access_id.text()).next()) return std::nullopt;
  return Delivery{.access_id = access_id,
                  .consent_id = stored<consent::ConsentId>(row, 0),
                  .recipient = stored<PartyId>(row, 1),
                  .body = stored<Digest>(row, 2),
                  .items = stored_items(row, 3),
                  .at = {row.number(4)}};
}

bool Deliveries::record(const Delivery& delivery) {
  const std::lock_guard lock(mutex_);
  feed::Unit unit(database_);
  const auto rows =
      feed::Query(
          database_,
          "INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (access_id) DO NOTHING")
          .bind(delivery.access_id.text())
          .bind(delivery.consent_id.text())
          .bind(delivery.recipient.text())
          .bind(delivery.body.text())
          .bind(without_openings(delivery.items))
          .bind(delivery.at.seconds)
          .run();
  unit.commit();
  return rows == 1;
}

}  // namespace tradelane::cdi
