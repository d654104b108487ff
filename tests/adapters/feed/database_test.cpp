// SPDX-License-Identifier: Apache-2.0
#include "adapters/feed/database.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "chaincode/base/result.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::feed;

TEST_CASE("feed database: WAL, every commit synchronised, erased bytes overwritten, owner only") {
  const test::TempFolder folder;
  Database database(folder.file("x.db"));
  const auto pragma = [&](const std::string& name) {
    Query query(database, "PRAGMA " + name);
    return query.next() ? query.bytes(0) : "";
  };
  CHECK(pragma("journal_mode") == "wal");
  CHECK(pragma("synchronous") == "2");
  CHECK(pragma("secure_delete") == "1");
  struct stat about {};
  REQUIRE(::stat(folder.file("x.db").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("feed database: values come back as they went in, also empty and with zero bytes") {
  const test::TempFolder folder;
  Database database(folder.file("x.db"));
  database.run("CREATE TABLE t (n INTEGER, s TEXT, b BLOB NOT NULL)");
  const Bytes zero("a\0b", 3);
  CHECK(Query(database, "INSERT INTO t VALUES (?, ?, ?)")
            .bind(std::int64_t{-7})
            .bind("text")
            .bind_blob(zero)
            .run() == 1);
  Query(database, "INSERT INTO t VALUES (?, ?, ?)")
      .bind(std::int64_t{1})
      .bind(std::string_view())
      .bind_blob({})
      .run();
  Query rows(database, "SELECT n, s, b FROM t ORDER BY n");
  REQUIRE(rows.next());
  CHECK(rows.number(0) == -7);
  CHECK(rows.bytes(1) == "text");
  CHECK(rows.bytes(2) == zero);
  REQUIRE(rows.next());
  CHECK(rows.bytes(1).empty());
  CHECK(rows.bytes(2).empty());
  CHECK_FALSE(rows.next());
}

TEST_CASE("feed database: a unit without commit leaves nothing") {
  const test::TempFolder folder;
  Database database(folder.file("x.db"));
  database.run("CREATE TABLE t (n INTEGER)");
  {
    Unit unit(database);
    database.run("INSERT INTO t VALUES (1)");
  }
  {
    Unit unit(database);
    database.run("INSERT INTO t VALUES (2)");
    unit.commit();
  }
  Query rows(database, "SELECT n FROM t");
  REQUIRE(rows.next());
  CHECK(rows.number(0) == 2);
  CHECK_FALSE(rows.next());
}

TEST_CASE("feed database: every failure is a fault") {
  const test::TempFolder folder;
  CHECK_THROWS_AS(Database("/nowhere/x.db"), Fault);
  folder.write("text", std::string(5000, 'x'));
  CHECK_THROWS_AS(Database(folder.file("text")), Fault);
  Database database(folder.file("x.db"));
  CHECK_THROWS_AS(database.run("nonsense"), Fault);
  CHECK_THROWS_AS(Query(database, "SELECT * FROM nowhere"), Fault);
}
