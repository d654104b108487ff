// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/routes.hpp"

#include <set>

#include <doctest/doctest.h>

#include "adapters/cli/web/page.hpp"
#include "tests/adapters/cli/sample_metadata.hpp"
#include "tests/adapters/cli/web/doubles.hpp"
#include "tests/adapters/gateway/gateway_double.hpp"

using namespace tradelane;

namespace {

struct Desk {
  test::LedgerDouble ledger = {};
  test::AnswersDouble peer = {};
  std::optional<cli::web::BlockFeed> feed = {};
  std::optional<cli::web::Routes> routes = {};

  Desk() {
    peer.answers[cli::get_metadata] = test::sample_metadata;
    peer.answers["Assets:Count"] = "7";
    ledger.add({test::called("t0", {"f", "asset"})});
    feed.emplace(ledger, "trade", 0, 0);
    routes.emplace(cli::web::About{.channel = "trade",
                                   .chaincode = "tradelane",
                                   .peer = "127.0.0.1:7051",
                                   .identity = test::person("BankHMSP").identity},
                   *feed, peer);
    REQUIRE(feed->wait_for(0, std::chrono::seconds(60)));
  }
  http::Response get(const std::string& path,
                     const std::map<std::string, std::string>& query = {}) {
    return (*routes)({.method = "GET", .path = path, .query = query});
  }
  Json json(const std::string& path, const std::map<std::string, std::string>& query = {}) {
    const auto response = get(path, query);
    CHECK(response.status == 200);
    auto out = parse_json(response.body);
    REQUIRE(out);
    return *out;
  }
};

}  // namespace

TEST_CASE("web routes: each target, and what it is") {
  Desk desk;
  struct Row {
    const char* path;
    std::map<std::string, std::string> query;
    int status;
    const char* type;
  };
  const Row rows[] = {
      {"/", {}, 200, "text/html; charset=utf-8"},
      {"/index.html", {}, 200, "text/html; charset=utf-8"},
      {"/style.css", {}, 200, "text/css; charset=utf-8"},
      {"/app.mjs", {}, 200, "text/javascript; charset=utf-8"},
      {"/nothing", {}, 404, "application/problem+json"},
      {"/page/index.html", {}, 404, "application/problem+json"},
      {"/api/status", {}, 200, "application/json"},
      {"/api/blocks", {}, 200, "application/json"},
      {"/api/tx/t0", {}, 200, "application/json"},
      {"/api/tx/t1", {}, 404, "application/problem+json"},
      {"/api/tx/", {}, 404, "application/problem+json"},
      {"/api/index", {{"id", "asset"}}, 200, "application/json"},
      {"/api/search", {{"q", "a"}}, 200, "application/json"},
      {"/api/query", {{"function", "Assets:Count"}}, 200, "application/json"},
      {"/api/query", {{"function", "ebl:Transfer"}}, 403, "application/problem+json"},
      {"/api/query", {}, 400, "application/problem+json"},
      {"/api/codes", {}, 200, "application/json"},
      {"/api/other", {}, 404, "application/problem+json"},
      {"/api/", {}, 404, "application/problem+json"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    const auto response = desk.get(row.path, row.query);
    CHECK(response.status == row.status);
    CHECK(response.content_type == row.type);
  }
}

TEST_CASE("web routes: who looks, and how far the blocks are read") {
  Desk desk;
  const Json status = desk.json("/api/status");
  CHECK(*status.find("channel") == Json("trade"));
  CHECK(*status.find("chaincode") == Json("tradelane"));
  CHECK(*status.find("peer") == Json("127.0.0.1:7051"));
  CHECK(*status.find("msp") == Json("BankHMSP"));
  CHECK(status.find("subject")->as_string() != nullptr);
  CHECK(*status.find("newest") == Json(0));
  CHECK(*status.find("indexedFrom") == Json(0));
  CHECK(*status.find("references") == Json(2));
  CHECK(*status.find("dropped") == Json(false));
  CHECK(*status.find("problem") == Json(""));
}

TEST_CASE("web routes: the sentence of each code") {
  Desk desk;
  const Json codes = desk.json("/api/codes");
  CHECK(*codes.find("FIN_UNKNOWN") == Json("There is no such loan."));
}

TEST_CASE("web page: it asks for nothing from elsewhere, and has no script or style inline") {
  std::set<std::string_view> names;
  for (const auto& file : cli::web::page_files()) {
    CAPTURE(file.name);
    CHECK_FALSE(file.bytes.empty());
    CHECK(names.insert(file.name).second);
    // SVG's name for itself is no address that anybody asks.
    for (auto at = file.bytes.find("://"); at != std::string_view::npos;
         at = file.bytes.find("://", at + 1))
      CHECK(file.bytes.substr(at, 21) == "://www.w3.org/2000/sv");
    // Whoever makes markup out of text can be made to make other markup.
    for (const char* word : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
                             "eval(", "setTimeout('", " style=", " onclick", "javascript:"})
      CHECK(file.bytes.find(word) == std::string_view::npos);
    if (file.name == "index.html") {
      CHECK(file.bytes.find("<script>") == std::string_view::npos);
      CHECK(file.bytes.find("<style") == std::string_view::npos);
    }
  }
  CHECK(names.contains("index.html"));
}
