// SPDX-License-Identifier: Apache-2.0
// The ends that an item can meet, each in one transaction of the database.
#include "adapters/feed/store_impl.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::feed {
namespace {

void must_change(std::int64_t rows) {
  if (rows != 1) throw Fault("the inbox lacks an item that is worked on");
}

}  // namespace

void Store::Impl::move_cursor(const std::string& source) {
  Query(database,
        "UPDATE source SET cursor = next WHERE name = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM inbox WHERE source = ?1 AND state IN (0, 2))")
      .bind(source)
      .run();
}

std::string Store::Impl::source_of(std::int64_t id) {
  Query query(database, "SELECT source FROM inbox WHERE id = ?");
  return query.bind(id).next() ? query.bytes(0) : "";
}

void Store::Impl::drop_envelope(std::int64_t id) {
  Query(database, "DELETE FROM outbox WHERE inbox = ?").bind(id).run();
}

void Store::keep(std::int64_t id, const Envelope& envelope) {
  const std::lock_guard lock(impl_->mutex);
  Unit unit(impl_->database);
  Query(impl_->database, "INSERT INTO outbox VALUES (?, ?, ?, ?, ?)")
      .bind(id)
      .bind(envelope.transaction_id)
      .bind(envelope.channel)
      .bind_blob(envelope.bytes)
      .bind_blob(envelope.result)
      .run();
  unit.commit();
}

void Store::done(std::int64_t id, const Envelope& envelope, std::uint64_t block) {
  const std::lock_guard lock(impl_->mutex);
  Unit unit(impl_->database);
  must_change(Query(impl_->database,
                    "UPDATE inbox SET state = 1, payload = x'', code = '', reason = '', "
                    "transaction_id = ?, block = ?, result = ? WHERE id = ? AND state = 0")
                  .bind(envelope.transaction_id)
                  .bind(static_cast<std::int64_t>(block))
                  .bind_blob(envelope.result)
                  .bind(id)
                  .run());
  impl_->drop_envelope(id);
  impl_->move_cursor(impl_->source_of(id));
  unit.commit();
}

void Store::put_off(std::int64_t id, const Failure& failure, std::int64_t due) {
  const std::lock_guard lock(impl_->mutex);
  Unit unit(impl_->database);
  must_change(Query(impl_->database,
                    "UPDATE inbox SET attempts = attempts + 1, due = ?, code = ?, reason = ? "
                    "WHERE id = ? AND state = 0")
                  .bind(due)
                  .bind(failure.code)
                  .bind(failure.reason)
                  .bind(id)
                  .run());
  if (failure.next != Failure::Next::unknown) impl_->drop_envelope(id);
  unit.commit();
}

void Store::bury(std::int64_t id, const Failure& failure) {
  const std::lock_guard lock(impl_->mutex);
  Unit unit(impl_->database);
  must_change(Query(impl_->database,
                    "UPDATE inbox SET state = 2, attempts = attempts + 1, code = ?, reason = ? "
                    "WHERE id = ? AND state = 0")
                  .bind(failure.code)
                  .bind(failure.reason)
                  .bind(id)
                  .run());
  if (failure.next != Failure::Next::unknown) impl_->drop_envelope(id);
  unit.commit();
}

bool Store::Impl::leave_dead_letters(std::int64_t id, State state, const std::string& why) {
  return Query(database,
               "UPDATE inbox SET state = ?1, attempts = 0, due = ?2, arrived = ?2, "
               "reason = CASE ?3 WHEN '' THEN reason ELSE ?3 END WHERE id = ?4 AND state = 2")
             .bind(static_cast<std::int64_t>(state))
             .bind(clock())
             .bind(why)
             .bind(id)
             .run() == 1;
}

bool Store::revive(std::int64_t id) {
  const std::lock_guard lock(impl_->mutex);
  Unit unit(impl_->database);
  const bool revived = impl_->leave_dead_letters(id, State::waiting, "");
  unit.commit();
  return revived;
}

bool Store::abandon(std::int64_t id, const std::string& why) {
  const std::lock_guard lock(impl_->mutex);
  Unit unit(impl_->database);
  {
    Query kept(impl_->database, "SELECT 1 FROM outbox WHERE inbox = ?");
    if (kept.bind(id).next()) return false;
  }
  if (!impl_->leave_dead_letters(id, State::abandoned, why)) return false;
  Query(impl_->database, "UPDATE inbox SET payload = x'' WHERE id = ?").bind(id).run();
  impl_->move_cursor(impl_->source_of(id));
  unit.commit();
  return true;
}

Result<> Store::reopen(const std::string& source, const std::vector<Arrival>& arrivals) {
  const std::lock_guard lock(impl_->mutex);
  Unit unit(impl_->database);
  for (const Arrival& arrival : arrivals)
    Query(impl_->database,
          "UPDATE inbox SET state = 0, payload = ?1, digest = ?2, attempts = 0, due = ?3, "
          "arrived = ?3, code = '', reason = '' WHERE source = ?4 AND key = ?5 AND state = 3")
        .bind_blob(arrival.payload)
        .bind(crypto::sha256_hex(arrival.payload).text())
        .bind(impl_->clock())
        .bind(source)
        .bind(arrival.key)
        .run();
  if (const auto room = impl_->check_room(); !room) return room.error();
  unit.commit();
  return Done{};
}

}  // namespace tradelane::feed
