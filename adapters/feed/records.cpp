// SPDX-License-Identifier: Apache-2.0
// What the store is asked.
#include "adapters/feed/store_impl.hpp"

namespace tradelane::feed {
namespace {

const std::string columns =
    "SELECT inbox.id, source, key, state, attempts, due, arrived, code, reason, "
    "coalesce(outbox.transaction_id, inbox.transaction_id), block, inbox.result "
    "FROM inbox LEFT JOIN outbox ON outbox.inbox = inbox.id ";

Record record_at(const Query& row) {
  return {.id = row.number(0),
          .source = row.bytes(1),
          .key = row.bytes(2),
          .state = static_cast<State>(row.number(3)),
          .attempts = row.number(4),
          .due = row.number(5),
          .arrived = row.number(6),
          .code = row.bytes(7),
          .reason = row.bytes(8),
          .transaction_id = row.bytes(9),
          .block = static_cast<std::uint64_t>(row.number(10)),
          .result = row.bytes(11)};
}

std::optional<Record> one(Query& query) {
  return query.next() ? std::optional(record_at(query)) : std::nullopt;
}

std::vector<Record> all(Query& query) {
  std::vector<Record> out;
  while (query.next()) out.push_back(record_at(query));
  return out;
}

}  // namespace

std::optional<Record> Store::head(const std::string& source) const {
  const std::lock_guard lock(impl_->mutex);
  Query query(impl_->database,
              columns + "WHERE source = ? AND state IN (0, 2) ORDER BY inbox.id LIMIT 1");
  return one(query.bind(source));
}

std::optional<Record> Store::find(const std::string& source, const std::string& key) const {
  const std::lock_guard lock(impl_->mutex);
  Query query(impl_->database, columns + "WHERE source = ? AND key = ?");
  return one(query.bind(source).bind(key));
}

std::optional<Record> Store::find(std::int64_t id) const {
  const std::lock_guard lock(impl_->mutex);
  Query query(impl_->database, columns + "WHERE inbox.id = ?");
  return one(query.bind(id));
}

std::vector<Record> Store::due(std::size_t most, Milliseconds longest) const {
  const std::lock_guard lock(impl_->mutex);
  const std::int64_t now = impl_->clock();
  Query query(impl_->database,
              columns + "WHERE state = 0 AND (due <= ?1 OR due > ?2) ORDER BY inbox.id LIMIT ?3");
  return all(query.bind(now).bind(now + longest.count()).bind(static_cast<std::int64_t>(most)));
}

std::optional<Item> Store::item(std::int64_t id) const {
  const std::lock_guard lock(impl_->mutex);
  Query query(impl_->database,
              "SELECT source, key, payload FROM inbox WHERE id = ? AND state IN (0, 2)");
  if (!query.bind(id).next()) return std::nullopt;
  return Item{.id = id, .source = query.bytes(0), .key = query.bytes(1), .payload = query.bytes(2)};
}

std::optional<Envelope> Store::kept(std::int64_t id) const {
  const std::lock_guard lock(impl_->mutex);
  Query query(impl_->database,
              "SELECT transaction_id, channel, envelope, result FROM outbox WHERE inbox = ?");
  if (!query.bind(id).next()) return std::nullopt;
  return Envelope{.transaction_id = query.bytes(0),
                  .channel = query.bytes(1),
                  .bytes = query.bytes(2),
                  .result = query.bytes(3)};
}

std::vector<Record> Store::dead_letters() const {
  const std::lock_guard lock(impl_->mutex);
  Query query(impl_->database, columns + "WHERE state = 2 ORDER BY inbox.id");
  return all(query);
}

Counts Store::counts(const std::string& source) const {
  const std::lock_guard lock(impl_->mutex);
  Query query(impl_->database,
              "SELECT state, count(*) FROM inbox WHERE ?1 = '' OR source = ?1 GROUP BY state");
  query.bind(source);
  Counts out;
  while (query.next()) {
    std::int64_t* const places[] = {&out.waiting, &out.done, &out.dead, &out.abandoned};
    *places[query.number(0)] = query.number(1);
  }
  return out;
}

}  // namespace tradelane::feed
