// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/store.hpp"

#include <mutex>

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/devpeer/database.hpp"

namespace tradelane::devpeer {
namespace {

// Blocks for which an endorsed but never submitted private set is kept, as on a peer.
constexpr std::uint64_t private_retention = 1000;

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS notes(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blocks(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS transactions(txid TEXT PRIMARY KEY, block INTEGER NOT NULL,
  tx INTEGER NOT NULL, code INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state(org TEXT NOT NULL, chaincode TEXT NOT NULL,
  collection TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, block INTEGER NOT NULL,
  tx INTEGER NOT NULL, metadata BLOB NOT NULL,
  PRIMARY KEY(org, chaincode, collection, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hashed(org TEXT NOT NULL, chaincode TEXT NOT NULL,
  collection TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, block INTEGER NOT NULL,
  tx INTEGER NOT NULL, metadata BLOB NOT NULL,
  PRIMARY KEY(org, chaincode, collection, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS history(chaincode TEXT NOT NULL, key BLOB NOT NULL,
  block INTEGER NOT NULL, tx INTEGER NOT NULL, txid TEXT NOT NULL, value BLOB NOT NULL,
  is_delete INTEGER NOT NULL, seconds INTEGER NOT NULL, nanos INTEGER NOT NULL,
  PRIMARY KEY(chaincode, key, block, tx)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS private_records(block INTEGER NOT NULL, tx INTEGER NOT NULL,
  chaincode TEXT NOT NULL, collection TEXT NOT NULL, writes BLOB NOT NULL,
  expires INTEGER NOT NULL, PRIMARY KEY(block, tx, chaincode, collection)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS records_by_collection ON private_records(chaincode, collection);
CREATE INDEX IF NOT EXISTS records_by_expiry ON private_records(expires) WHERE expires>0;
CREATE TABLE IF NOT EXISTS expiries(ends INTEGER NOT NULL, is_hashed INTEGER NOT NULL,
  org TEXT NOT NULL, chaincode TEXT NOT NULL, collection TEXT NOT NULL, key BLOB NOT NULL,
  block INTEGER NOT NULL, tx INTEGER NOT NULL,
  PRIMARY KEY(ends, is_hashed, org, chaincode, collection, key, block, tx)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept(txid TEXT NOT NULL, value BLOB NOT NULL,
  height INTEGER NOT NULL, PRIMARY KEY(txid, value)) WITHOUT ROWID;
)";

/// Gives the statement back in a clean state, also when a fault passes through.
class Use {
 public:
  explicit Use(Statement& statement) : statement_(statement) { statement_.reset(); }
  ~Use() { statement_.reset(); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  Statement* operator->() { return &statement_; }

 private:
  Statement& statement_;
};

Stored stored_at(const Statement& row, int first) {
  return Stored{.value = row.bytes_at(first),
                .version = {row.number_at(first + 1), row.number_at(first + 2)},
                .metadata = decode_metadata(row.bytes_at(first + 3))};
}

void bind_place(Statement& statement, const Place& place) {
  statement.text(place.org).text(place.chaincode).text(place.collection).blob(place.key);
}

}  // namespace

struct Store::Impl {
  explicit Impl(const std::string& path) : database(path) {
    database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    database.execute(schema);
    prepare();
  }

  void prepare() {
    const std::string columns = "value, block, tx, metadata FROM ";
    const std::string at = " WHERE org=? AND chaincode=? AND collection=? AND key";
    for (const char* name : {"state", "hashed"}) {
      const std::string table = name;
      find.push_back(database.prepare("SELECT " + columns + table + at + "=?"));
      put.push_back(database.prepare("INSERT OR REPLACE INTO " + table +
                                     "(org, chaincode, collection, key, value, block, tx, "
                                     "metadata) VALUES(?,?,?,?,?,?,?,?)"));
      erase.push_back(database.prepare("DELETE FROM " + table + at + "=?"));
    }
    range.push_back(
        database.prepare("SELECT key, " + columns + "state" + at + ">=? ORDER BY key LIMIT ?"));
    range.push_back(database.prepare("SELECT key, " + columns + "state" + at +
                                     ">=? AND key<? ORDER BY key LIMIT ?"));
  }

  std::optional<Stored> lookup(std::size_t table, const Place& place) {
    const std::lock_guard lock(mutex);
    Use row(find[table]);
    bind_place(find[table], place);
    if (!row->step()) return std::nullopt;
    return stored_at(find[table], 0);
  }

  void write(std::size_t table, const Place& place, const std::optional<Stored>& stored) {
    Use row(stored ? put[table] : erase[table]);
    bind_place(stored ? put[table] : erase[table], place);
    if (stored)
      row->blob(stored->value)
          .number(stored->version.block)
          .number(stored->version.tx)
          .blob(encode_metadata(stored->metadata));
    row->step();
  }

  std::uint64_t height() {
    Statement query = database.prepare("SELECT COALESCE(MAX(number)+1, 0) FROM blocks");
    query.step();
    return query.number_at(0);
  }

  void write_transactions(const Commit& commit) {
    // The first copy of a transaction decides; a later one is a duplicate.
    Statement insert = database.prepare("INSERT OR IGNORE INTO transactions VALUES(?,?,?,?)");
    Statement forget = database.prepare("DELETE FROM kept WHERE txid=?");
    for (std::size_t tx = 0; tx < commit.transactions.size(); ++tx) {
      const auto& [txid, code] = commit.transactions[tx];
      if (txid.empty()) continue;
      insert.text(txid).number(commit.number).number(tx).number(static_cast<std::uint64_t>(code));
      insert.run();
      forget.text(txid).run();
    }
    if (commit.number < private_retention) return;
    database.prepare("DELETE FROM kept WHERE height<?")
        .number(commit.number - private_retention)
        .run();
  }

  void write_history(const Commit& commit) {
    Statement insert = database.prepare("INSERT INTO history VALUES(?,?,?,?,?,?,?,?,?)");
    for (const auto& [chaincode, key, tx, entry] : commit.history) {
      insert.text(chaincode).blob(key).number(commit.number).number(tx).text(entry.txid);
      insert.blob(entry.value).number(entry.is_delete ? 1 : 0);
      insert.number(static_cast<std::uint64_t>(entry.seconds));
      insert.number(static_cast<std::uint64_t>(entry.nanos)).run();
    }
  }

  void write_private_records(const Commit& commit) {
    Statement insert = database.prepare("INSERT INTO private_records VALUES(?,?,?,?,?,?)");
    for (const auto& [tx, chaincode, collection, writes, expires] : commit.private_records) {
      insert.number(commit.number).number(tx).text(chaincode).text(collection).blob(writes);
      insert.number(expires).run();
    }
    for (const Purge& purge : commit.purges) purge_records(commit.number, purge);
    database.prepare("DELETE FROM private_records WHERE expires>0 AND expires<=?")
        .number(commit.number)
        .run();
  }

  // Also from blocks of long ago: that is what tells a purge from a deletion.
  void purge_records(std::uint64_t number, const Purge& purge) {
    Statement all = database.prepare(
        "SELECT block, tx, writes FROM private_records WHERE chaincode=? AND collection=? "
        "AND (block<? OR tx<=?)");
    Statement update = database.prepare(
        "UPDATE private_records SET writes=? WHERE block=? AND tx=? AND chaincode=? AND "
        "collection=?");
    all.text(purge.chaincode).text(purge.collection).number(number).number(purge.tx);
    while (all.step()) {
      auto writes = decode_private_writes(all.bytes_at(2));
      if (!writes) throw Fault("the private writes of a block cannot be read");
      if (std::erase_if(writes->writes, [&](const auto& item) {
            return crypto::sha256(item.first) == purge.key;
          }) == 0)
        continue;
      update.blob(encode_private_writes(*writes)).number(all.number_at(0)).number(all.number_at(1));
      update.text(purge.chaincode).text(purge.collection).run();
    }
  }

  void write_expiries(const Commit& commit) {
    Statement insert = database.prepare("INSERT OR IGNORE INTO expiries VALUES(?,?,?,?,?,?,?,?)");
    for (const auto& [ends, is_hashed, place, version] : commit.expiries) {
      insert.number(ends).number(is_hashed ? 1 : 0);
      bind_place(insert, place);
      insert.number(version.block).number(version.tx).run();
    }
    database.prepare("DELETE FROM expiries WHERE ends<=?").number(commit.number).run();
  }

  std::mutex mutex;
  Database database;
  std::vector<Statement> find, put, erase;  // [0] state, [1] hashed
  std::vector<Statement> range;             // [0] without an end, [1] with one
};

Store::Store() : Store(":memory:") {}
Store::Store(const std::string& path) : impl_(std::make_unique<Impl>(path)) {}
Store::~Store() = default;

std::uint64_t Store::height() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->height();
}

std::optional<Bytes> Store::block(std::uint64_t number) const {
  const std::lock_guard lock(impl_->mutex);
  Statement query = impl_->database.prepare("SELECT bytes FROM blocks WHERE number=?");
  if (!query.number(number).step()) return std::nullopt;
  return query.bytes_at(0);
}

std::optional<TransactionStatus> Store::transaction(std::string_view txid) const {
  const std::lock_guard lock(impl_->mutex);
  Statement query =
      impl_->database.prepare("SELECT block, tx, code FROM transactions WHERE txid=?");
  if (!query.text(txid).step()) return std::nullopt;
  return TransactionStatus{query.number_at(0), query.number_at(1),
                           static_cast<int>(query.number_at(2))};
}

std::optional<Stored> Store::find(const Place& place) const { return impl_->lookup(0, place); }
std::optional<Stored> Store::find_hashed(const Place& place) const {
  return impl_->lookup(1, place);
}

std::vector<StoredRow> Store::range(const Place& first, std::string_view end,
                                    std::size_t limit) const {
  const std::lock_guard lock(impl_->mutex);
  Statement& statement = impl_->range[end.empty() ? 0 : 1];
  Use row(statement);
  bind_place(statement, first);
  if (!end.empty()) statement.blob(end);
  statement.number(limit);
  std::vector<StoredRow> out;
  while (statement.step()) out.push_back({statement.bytes_at(0), stored_at(statement, 1)});
  return out;
}

std::vector<HistoryEntry> Store::history(std::string_view chaincode, std::string_view key) const {
  const std::lock_guard lock(impl_->mutex);
  Statement query = impl_->database.prepare(
      "SELECT txid, value, is_delete, seconds, nanos FROM history WHERE chaincode=? AND key=? "
      "ORDER BY block DESC, tx DESC");
  query.text(chaincode).blob(key);
  std::vector<HistoryEntry> out;
  while (query.step())
    out.push_back({.txid = query.bytes_at(0),
                   .value = query.bytes_at(1),
                   .is_delete = query.number_at(2) != 0,
                   .seconds = static_cast<std::int64_t>(query.number_at(3)),
                   .nanos = static_cast<std::int32_t>(query.number_at(4))});
  return out;
}

std::vector<PrivateRecord> Store::private_records(std::uint64_t block) const {
  const std::lock_guard lock(impl_->mutex);
  Statement query = impl_->database.prepare(
      "SELECT tx, chaincode, collection, writes, expires FROM private_records WHERE block=? "
      "ORDER BY tx, chaincode, collection");
  query.number(block);
  std::vector<PrivateRecord> out;
  while (query.step())
    out.push_back({.tx = query.number_at(0),
                   .chaincode = query.bytes_at(1),
                   .collection = query.bytes_at(2),
                   .writes = query.bytes_at(3),
                   .expires = query.number_at(4)});
  return out;
}

std::vector<Expiry> Store::expiring(std::uint64_t block) const {
  const std::lock_guard lock(impl_->mutex);
  Statement query = impl_->database.prepare(
      "SELECT is_hashed, org, chaincode, collection, key, block, tx FROM expiries WHERE ends=?");
  query.number(block);
  std::vector<Expiry> out;
  while (query.step())
    out.push_back({.block = block,
                   .is_hashed = query.number_at(0) != 0,
                   .place = {.org = query.bytes_at(1),
                             .chaincode = query.bytes_at(2),
                             .collection = query.bytes_at(3),
                             .key = query.bytes_at(4)},
                   .version = {query.number_at(5), query.number_at(6)}});
  return out;
}

void Store::keep_private(std::string_view txid, std::string_view set) {
  const std::lock_guard lock(impl_->mutex);
  const std::uint64_t height = impl_->height();
  impl_->database.prepare("INSERT OR REPLACE INTO kept VALUES(?,?,?)")
      .text(txid)
      .blob(set)
      .number(height)
      .run();
}

std::vector<Bytes> Store::kept_private(std::string_view txid) const {
  const std::lock_guard lock(impl_->mutex);
  Statement query = impl_->database.prepare("SELECT value FROM kept WHERE txid=?");
  query.text(txid);
  std::vector<Bytes> out;
  while (query.step()) out.push_back(query.bytes_at(0));
  return out;
}

void Store::commit(const Commit& commit) {
  const std::lock_guard lock(impl_->mutex);
  if (commit.number != impl_->height()) throw Fault("a block was committed out of order");
  Transaction transaction(impl_->database);
  impl_->database.prepare("INSERT INTO blocks VALUES(?,?)")
      .number(commit.number)
      .blob(commit.block)
      .run();
  for (const auto& [place, stored] : commit.values) impl_->write(0, place, stored);
  for (const auto& [place, stored] : commit.hashed) impl_->write(1, place, stored);
  impl_->write_transactions(commit);
  impl_->write_history(commit);
  impl_->write_private_records(commit);
  impl_->write_expiries(commit);
  transaction.commit();
}

std::optional<Bytes> Store::note(std::string_view name) const {
  const std::lock_guard lock(impl_->mutex);
  Statement query = impl_->database.prepare("SELECT value FROM notes WHERE name=?");
  if (!query.text(name).step()) return std::nullopt;
  return query.bytes_at(0);
}

void Store::set_note(std::string_view name, std::string_view value) {
  const std::lock_guard lock(impl_->mutex);
  impl_->database.prepare("INSERT OR REPLACE INTO notes VALUES(?,?)").text(name).blob(value).run();
}

}  // namespace tradelane::devpeer
