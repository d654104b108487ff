// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "chaincode/base/bytes.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace tradelane::feed {

/// One open SQLite file in WAL mode whose commits are on the disk when they return. For one thread
/// at a time; every failure is a `Fault`.
class Database {
 public:
  /// Made when missing, readable by its owner only.
  explicit Database(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const char* sql);

 private:
  friend class Query;
  sqlite3* handle_ = nullptr;
};

/// One statement with its parameters: `Query(db, "… ?1 …").bind(a).bind(b)`, then `next` row by
/// row, columns read by number from 0.
class Query {
 public:
  Query(Database& database, std::string_view sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(std::int64_t number);
  Query& bind(std::string_view text);
  Query& bind_blob(std::string_view bytes);

  /// True when there is a row to read.
  bool next();
  /// For what has no rows: how many were changed.
  std::int64_t run();

  std::int64_t number(int column) const;
  Bytes bytes(int column) const;

 private:
  void require(int result) const;
  sqlite3* handle_;
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

/// BEGIN IMMEDIATE, undone unless `commit` was called.
class Unit {
 public:
  explicit Unit(Database& database);
  ~Unit();
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace tradelane::feed
