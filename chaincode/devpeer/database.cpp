// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/database.hpp"

#include <utility>

#include <sqlite3.h>

#include "chaincode/base/result.hpp"

namespace tradelane::devpeer {

Statement::~Statement() {
  if (statement_ == nullptr) return;
  reset();
  database_->idle_[sqlite3_sql(statement_)].push_back(statement_);
}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      bound_(other.bound_) {}

void Statement::require(int result) const { database_->require(result); }

Statement& Statement::text(std::string_view value) {
  require(sqlite3_bind_text(statement_, ++bound_, value.data(), static_cast<int>(value.size()),
                            SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::blob(std::string_view value) {
  // A null pointer would bind NULL, and an empty view may hold one.
  const char* data = value.empty() ? "" : value.data();
  require(sqlite3_bind_blob(statement_, ++bound_, data, static_cast<int>(value.size()),
                            SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::number(std::uint64_t value) {
  require(sqlite3_bind_int64(statement_, ++bound_, static_cast<sqlite3_int64>(value)));
  return *this;
}

Statement& Statement::none() {
  require(sqlite3_bind_null(statement_, ++bound_));
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  require(result);
  return false;
}

void Statement::run() {
  step();
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  bound_ = 0;
}

Bytes Statement::bytes_at(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return size == 0 ? Bytes{}
                   : Bytes(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

std::uint64_t Statement::number_at(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
}

Database::Database(const std::string& path) {
  const int result = sqlite3_open_v2(path.c_str(), &database_,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  if (result != SQLITE_OK) {
    const std::string why = database_ ? sqlite3_errmsg(database_) : "out of memory";
    sqlite3_close(database_);
    throw Fault("the ledger's database " + path + " cannot be opened: " + why);
  }
}

Database::~Database() {
  for (const auto& [sql, statements] : idle_)
    for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
  sqlite3_close(database_);
}

Statement Database::prepare(const std::string& sql) {
  auto& idle = idle_[sql];
  sqlite3_stmt* statement = nullptr;
  if (!idle.empty()) {
    statement = idle.back();
    idle.pop_back();
  } else {
    require(sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
  }
  return Statement(*this, statement);
}

void Database::require(int result) const {
  if (result != SQLITE_OK)
    throw Fault(std::string("the ledger's database: ") + sqlite3_errmsg(database_));
}

void Database::execute(const std::string& sql) {
  require(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr));
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const Fault&) {
    // The fault that brought us here is under way already, and nothing was committed.
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace tradelane::devpeer
