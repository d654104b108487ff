// SPDX-License-Identifier: Apache-2.0
#include "adapters/feed/store.hpp"

#include <algorithm>
#include <chrono>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "adapters/feed/store_impl.hpp"
#include "chaincode/base/fault_point.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::feed {
namespace {

constexpr std::int64_t schema_version = 1;
constexpr const char* schema = R"(
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  payload BLOB NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL,
  arrived INTEGER NOT NULL,
  code TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  transaction_id TEXT NOT NULL DEFAULT '',
  block INTEGER NOT NULL DEFAULT 0,
  result BLOB NOT NULL DEFAULT x'',
  UNIQUE (source, key)
) STRICT;
CREATE INDEX inbox_open ON inbox (id) WHERE state IN (0, 2);
CREATE INDEX inbox_state ON inbox (source, state, id);
CREATE TABLE outbox (
  inbox INTEGER PRIMARY KEY REFERENCES inbox (id),
  transaction_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  envelope BLOB NOT NULL,
  result BLOB NOT NULL
) STRICT;
CREATE TABLE source (
  name TEXT PRIMARY KEY,
  cursor TEXT NOT NULL,
  next TEXT NOT NULL
) STRICT;
PRAGMA user_version = 1;
)";

void prepare_schema(Database& database, const std::string& path) {
  Unit unit(database);
  std::int64_t version = 0;
  {
    Query asked(database, "PRAGMA user_version");
    if (asked.next()) version = asked.number(0);
  }
  if (version == 0) database.run(schema);
  if (version > schema_version) throw Fault(path + " was written by a newer version");
  unit.commit();
}

Error over(const char* limit, std::int64_t most) {
  return refuse(Code::arg_limit, "", std::string(limit) + " " + std::to_string(most));
}

}  // namespace

std::int64_t wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<Milliseconds>(now).count();
}

std::string_view text_of(State state) {
  constexpr std::string_view names[] = {"waiting", "done", "dead", "abandoned"};
  return names[static_cast<std::size_t>(state)];
}

ProcessLock::ProcessLock(const std::string& path)
    : fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)),
      held_(fd_ >= 0 && ::flock(fd_, LOCK_EX | LOCK_NB) == 0) {}

ProcessLock::~ProcessLock() {
  if (fd_ >= 0) ::close(fd_);
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& path, StoreLimits limits,
                                           Clock clock) {
  auto lock = std::make_unique<ProcessLock>(path + ".lock");
  if (!lock->held())
    return refuse(Code::arg_malformed, "",
                  path + ": another process works on it, or the folder cannot be written");
  try {
    auto impl = std::make_unique<Impl>(path, limits, std::move(clock));
    impl->lock = std::move(lock);
    prepare_schema(impl->database, path);
    return std::unique_ptr<Store>(new Store(std::move(impl)));
  } catch (const Fault& fault) {
    return refuse(Code::arg_malformed, "", fault.what());
  }
}

Result<std::unique_ptr<Store>> Store::look(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0)
    return refuse(Code::arg_malformed, "", path + ": there is no such file");
  try {
    auto impl = std::make_unique<Impl>(path, StoreLimits{}, wall_clock);
    prepare_schema(impl->database, path);
    return std::unique_ptr<Store>(new Store(std::move(impl)));
  } catch (const Fault& fault) {
    return refuse(Code::arg_malformed, "", fault.what());
  }
}

Result<> Store::Impl::check_room() {
  Query open(database,
             "SELECT count(*), coalesce(sum(length(payload)), 0) FROM inbox WHERE state IN (0, 2)");
  open.next();
  if (open.number(0) > limits.open_items) return over("open items", limits.open_items);
  if (open.number(1) > limits.open_bytes) return over("open bytes", limits.open_bytes);
  return Done{};
}

Result<Reception> Store::Impl::receive_one(const std::string& source, const Arrival& arrival) {
  const std::string digest = crypto::sha256_hex(arrival.payload).text();
  Query known(database, "SELECT digest FROM inbox WHERE source = ?1 AND key = ?2");
  known.bind(source).bind(arrival.key);
  if (known.next()) return known.bytes(0) == digest ? Reception::known : Reception::conflict;
  if (arrival.payload.size() > limits.payload_bytes)
    return over("payload bytes", static_cast<std::int64_t>(limits.payload_bytes));
  const std::int64_t now = clock();
  Query(database,
        "INSERT INTO inbox (source, key, digest, payload, due, arrived) VALUES (?, ?, ?, ?, ?, ?)")
      .bind(source)
      .bind(arrival.key)
      .bind(digest)
      .bind_blob(arrival.payload)
      .bind(now)
      .bind(now)
      .run();
  return Reception::stored;
}

Result<std::vector<Reception>> Store::receive(const std::string& source,
                                              const std::vector<Arrival>& arrivals,
                                              const std::optional<std::string>& cursor) {
  const std::lock_guard lock(impl_->mutex);
  Unit unit(impl_->database);
  std::vector<Reception> out;
  for (const Arrival& arrival : arrivals) {
    const auto one = impl_->receive_one(source, arrival);
    if (!one) return one.error();
    out.push_back(*one);
  }
  const bool grew = std::find(out.begin(), out.end(), Reception::stored) != out.end();
  if (const auto room = impl_->check_room(); grew && !room) return room.error();
  if (cursor) {
    Query(impl_->database,
          "INSERT INTO source (name, cursor, next) VALUES (?1, '', ?2) "
          "ON CONFLICT (name) DO UPDATE SET next = excluded.next")
        .bind(source)
        .bind(*cursor)
        .run();
    impl_->move_cursor(source);
  }
  unit.commit();
  fault_point("feed.stored");
  return out;
}

std::string Store::cursor(const std::string& source) const {
  const std::lock_guard lock(impl_->mutex);
  Query query(impl_->database, "SELECT cursor FROM source WHERE name = ?");
  return query.bind(source).next() ? query.bytes(0) : "";
}

}  // namespace tradelane::feed
