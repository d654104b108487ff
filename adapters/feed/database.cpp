// SPDX-License-Identifier: Apache-2.0
#include "adapters/feed/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"

namespace tradelane::feed {
namespace {

constexpr int busy_ms = 5'000;
constexpr std::int64_t synchronous_full = 2;

[[noreturn]] void fail(sqlite3* handle) {
  throw Fault(std::string("the feed's database: ") +
              (handle == nullptr ? "out of memory" : sqlite3_errmsg(handle)));
}

/// SQLite would make the file readable by everyone; it holds what companies say.
void make_private_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) throw Fault("cannot open " + path);
  ::close(fd);
}

}  // namespace

Database::Database(const std::string& path) {
  make_private_file(path);
  if (sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
    const std::string why = handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    throw Fault("cannot open " + path + ": " + why);
  }
  try {
    sqlite3_busy_timeout(handle_, busy_ms);
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        "PRAGMA foreign_keys=ON");
    Query mode(*this, "PRAGMA journal_mode");
    Query sync(*this, "PRAGMA synchronous");
    if (!mode.next() || mode.bytes(0) != "wal" || !sync.next() ||
        sync.number(0) != synchronous_full)
      throw Fault(path + " cannot promise that what is stored stays stored");
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Database::~Database() { sqlite3_close(handle_); }

void Database::run(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle_);
}

Query::Query(Database& database, std::string_view sql) : handle_(database.handle_) {
  require(
      sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr));
}

Query::~Query() { sqlite3_finalize(statement_); }

void Query::require(int result) const {
  if (result != SQLITE_OK) fail(handle_);
}

Query& Query::bind(std::int64_t number) {
  require(sqlite3_bind_int64(statement_, ++bound_, number));
  return *this;
}

Query& Query::bind(std::string_view text) {
  require(sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(), text.size(),
                              SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Query& Query::bind_blob(std::string_view bytes) {
  require(sqlite3_bind_blob64(statement_, ++bound_, bytes.empty() ? "" : bytes.data(), bytes.size(),
                              SQLITE_TRANSIENT));
  return *this;
}

bool Query::next() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) fail(handle_);
  return false;
}

std::int64_t Query::run() {
  next();
  return sqlite3_changes64(handle_);
}

std::int64_t Query::number(int column) const { return sqlite3_column_int64(statement_, column); }

Bytes Query::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return size == 0 ? Bytes{}
                   : Bytes(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

Unit::Unit(Database& database) : database_(database) { database_.run("BEGIN IMMEDIATE"); }

Unit::~Unit() {
  if (!open_) return;
  try {
    database_.run("ROLLBACK");
  } catch (const Fault&) {
    // The fault that brought us here is under way already, and nothing was committed.
  }
}

void Unit::commit() {
  database_.run("COMMIT");
  open_ = false;
}

}  // namespace tradelane::feed
