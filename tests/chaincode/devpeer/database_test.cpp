// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/database.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;

TEST_CASE("database: bytes of every kind come back") {
  Database database(":memory:");
  database.execute("CREATE TABLE t(k BLOB, n INTEGER, x BLOB)");
  Statement insert = database.prepare("INSERT INTO t VALUES(?,?,?)");
  const Bytes odd("\0\xff'\"", 4);
  insert.blob(odd).number(18'446'744'073'709'551'615U).none().run();
  insert.blob("").number(0).blob("x").run();
  Statement query = database.prepare("SELECT k, n, x FROM t ORDER BY k DESC");
  REQUIRE(query.step());
  CHECK(query.bytes_at(0) == odd);
  CHECK(query.number_at(1) == 18'446'744'073'709'551'615U);
  CHECK(query.bytes_at(2).empty());
  REQUIRE(query.step());
  CHECK(query.bytes_at(0).empty());
  CHECK_FALSE(query.step());
}

TEST_CASE("database: the same words prepared again know nothing of the time before") {
  Database database(":memory:");
  const std::string one = "SELECT ?, ?";
  {
    Statement query = database.prepare(one);
    REQUIRE(query.number(1).number(2).step());
    // Two at once are two.
    Statement other = database.prepare(one);
    REQUIRE(other.number(3).step());
    CHECK(query.number_at(0) == 1);
    CHECK(other.number_at(0) == 3);
  }
  Statement again = database.prepare(one);
  REQUIRE(again.number(5).step());
  CHECK(again.number_at(0) == 5);
  CHECK(again.number_at(1) == 0);  // NULL: the 2 of before is forgotten
}

TEST_CASE("database: a transaction that is not committed never was") {
  Database database(":memory:");
  database.execute("CREATE TABLE t(n INTEGER)");
  const auto count = [&] {
    Statement query = database.prepare("SELECT COUNT(*) FROM t");
    query.step();
    return query.number_at(0);
  };
  {
    Transaction transaction(database);
    database.execute("INSERT INTO t VALUES(1)");
  }
  CHECK(count() == 0);
  Transaction transaction(database);
  database.execute("INSERT INTO t VALUES(1)");
  transaction.commit();
  CHECK(count() == 1);
}

TEST_CASE("database: failures are faults") {
  const test::TempFolder folder;
  CHECK_THROWS_AS(Database(folder.file("no/such/folder")), Fault);
  Database database(":memory:");
  CHECK_THROWS_AS(database.execute("NONSENSE"), Fault);
  CHECK_THROWS_AS((void)database.prepare("SELECT * FROM nowhere"), Fault);
  database.execute("CREATE TABLE t(n INTEGER PRIMARY KEY)");
  database.execute("INSERT INTO t VALUES(1)");
  Statement again = database.prepare("INSERT INTO t VALUES(1)");
  CHECK_THROWS_AS(again.run(), Fault);
}
