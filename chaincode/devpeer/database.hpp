// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chaincode/base/bytes.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace tradelane::devpeer {

class Database;

/// One prepared statement, of its database again at its end. Bind in order, then `step` row by row;
/// `reset` to use it again. Every failure of the database is a `Fault`: a ledger that cannot be
/// read or written must not go on.
class Statement {
 public:
  Statement(Database& database, sqlite3_stmt* statement)
      : database_(&database), statement_(statement) {}
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;

  Statement& text(std::string_view value);
  Statement& blob(std::string_view value);
  Statement& number(std::uint64_t value);
  Statement& none();

  /// True when there is a row to read.
  bool step();
  /// Runs a statement that yields no rows, and resets it.
  void run();
  void reset();

  Bytes bytes_at(int column) const;
  std::uint64_t number_at(int column) const;

 private:
  void require(int result) const;
  Database* database_;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

/// An open SQLite database; used by one thread at a time, as its statements are, which end before
/// it. Neither copied nor moved.
class Database {
 public:
  /// `path` of a file that is created when missing, or ":memory:".
  explicit Database(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Statement prepare(const std::string& sql);
  void execute(const std::string& sql);

 private:
  friend class Statement;
  void require(int result) const;
  sqlite3* database_ = nullptr;
  /// Prepared, and nobody's just now: preparing costs more than what most of them do.
  std::unordered_map<std::string, std::vector<sqlite3_stmt*>> idle_ = {};
};

/// BEGIN IMMEDIATE; rolled back unless `commit` was called.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) {
    database_.execute("BEGIN IMMEDIATE");
  }
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace tradelane::devpeer
