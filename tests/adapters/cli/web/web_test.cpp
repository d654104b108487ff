// SPDX-License-Identifier: Apache-2.0
// The explorer as the demo starts it, on the embedded peer, over its JSON.
#include <csignal>
#include <future>

#include "chaincode/codec/json.hpp"
#include "tests/adapters/cli/web/explored_demo.hpp"
#include "tests/support/http.hpp"

using namespace tradelane;

namespace {

const std::string bill = "TSTC/TSTCSHA2603001/1";
const std::string loan = "000000000000000000000LOAN1";
const std::string consent = "000000000000000000000000C1";

test::ExploredDemo& field() { return test::ExploredDemo::get(); }

test::HttpAnswer get(const std::string& target, const std::string& key = field().key()) {
  return test::http_exchange(field().port(),
                             {.target = target, .headers = {{"Authorization", "Bearer " + key}}});
}

Json json(const std::string& target) {
  const auto answer = get(target);
  CAPTURE(answer.body);
  REQUIRE(answer.status == 200);
  auto out = parse_json(answer.body);
  REQUIRE(out);
  return *out;
}

/// The answer to a question whose one argument is `name`.
Json ask(const std::string& function, const std::string& name, const std::string& id,
         const std::string& more = "") {
  const Json body = json("/api/query?function=" + function + "&args=%7B%22" + name + "%22:%22" +
                         id + "%22" + more + "%7D");
  return *body.find("answer");
}

std::string text(const Json& object, std::initializer_list<const char*> path) {
  const Json* at = &object;
  for (const char* name : path) {
    REQUIRE_MESSAGE(at != nullptr, name);
    at = at->find(name);
  }
  REQUIRE(at != nullptr);
  return at->as_string() == nullptr ? canonical(*at) : *at->as_string();
}

}  // namespace

TEST_CASE("web: the address that is printed opens the page, and no other does") {
  const auto port = field().port();
  const auto page = [&](const std::string& target, const std::string& host) {
    return test::raw_exchange(
        port, "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  };
  const std::string host = "127.0.0.1:" + std::to_string(port);
  const std::string opened = page("/?key=" + field().key(), host);
  CHECK(opened.find("HTTP/1.1 200") == 0);
  CHECK(opened.find("\r\nSet-Cookie: tradelane_" + std::to_string(port)) != std::string::npos);
  CHECK(opened.find("\r\nContent-Security-Policy: default-src 'none'") != std::string::npos);
  CHECK(page("/", host).find("HTTP/1.1 403") == 0);
  CHECK(page("/?key=other", host).find("HTTP/1.1 403") == 0);
  CHECK(page("/?key=" + field().key(), "bank.example").find("HTTP/1.1 421") == 0);
  const auto posted =
      test::http_exchange(port, {.method = "POST",
                                 .target = "/api/status",
                                 .headers = {{"Authorization", "Bearer " + field().key()}}});
  CHECK(posted.status == 405);
}

TEST_CASE("web: the whole story is in the blocks, decoded") {
  const Json status = json("/api/status");
  CHECK(text(status, {"party"}) == "00000000000000000000000BKH");
  CHECK(text(status, {"indexedFrom"}) == "0");
  const Json blocks = json("/api/blocks?from=1&to=1");
  const Json& first = blocks.find("blocks")->as_array()->front();
  const Json& transaction = first.find("transactions")->as_array()->front();
  CHECK(text(transaction, {"function"}) == "party:Bootstrap");
  const Json decoded = json("/api/tx/" + text(transaction, {"transactionId"}));
  std::string names;
  for (const Json& argument : *decoded.find("arguments")->as_array())
    names += text(argument, {"name"}) + " " + text(argument, {"what"}) + "; ";
  CHECK(names.find("operatorMsps list of ") != std::string::npos);
  CHECK(names.find("rulebook Rulebook") != std::string::npos);
}

TEST_CASE("web: a change of a record shows what was there before") {
  const Json mentions = json("/api/index?id=" + loan);
  bool has_before = false;
  for (const Json& one : *mentions.find("transactions")->as_array()) {
    if (text(one, {"function"}) != "finance:Offer") continue;
    const Json offer = json("/api/tx/" + text(one, {"transactionId"}));
    for (const Json& write : *offer.find("writes")->as_array()) {
      const Json* key = write.find("key");
      if (key == nullptr || canonical(*key) != "[\"LOAN\",\"" + loan + "\"]") continue;
      has_before = true;
      CHECK(text(write, {"before", "state"}) == "APPLIED");
      CHECK(text(write, {"value", "state"}) == "OFFERED");
    }
  }
  CHECK(has_before);
}

TEST_CASE("web: title, journal, match and loan, as the caller may see them") {
  const Json history = ask("ebl:History", "billId", bill);
  std::string steps;
  for (const Json& step : *history.find("steps")->as_array())
    steps += text(step, {"actionCode"}) + " ";
  CHECK(steps ==
        "ISSUE TRANSFER_OFFERED TRANSFER PLEDGE_OFFERED PLEDGED PLEDGE_BOUND PLEDGE_RELEASED "
        "SURRENDER_FOR_DELIVERY SACC ");
  const Json journal = ask("consent:Journal", "consentId", consent);
  CHECK(text(journal.find("rows")->as_array()->front(), {"access", "decision"}) == "ALLOW");
  CHECK(text(ask("evidence:MatchReport", "matchId", "00000000000000000000MATCH1"),
             {"match", "overall"}) == "OK");
  const Json open = ask("finance:Get", "loanId", loan, ",%22open%22:true");
  CHECK(text(open, {"loan", "state"}) == "RELEASED");
  CHECK(text(open, {"values", "terms", "principal", "amount"}) == "500000000");
  const auto unknown = get(
      "/api/query?function=finance:Get&args=%7B%22loanId%22:%22000000000000000000000000NO%22%7D");
  CHECK(unknown.status == 404);
  CHECK(unknown.body.find("FIN_UNKNOWN") != std::string::npos);
  CHECK(get("/api/query?function=ebl:Transfer").status == 403);
}

TEST_CASE("web: a new block is there at once for who waits for it") {
  const Json status = json("/api/status");
  const std::string next = std::to_string(std::stoul(text(status, {"newest"})) + 1);
  auto asking = std::async(std::launch::async, [] { return field().ask_for_too_much(); });
  const Json blocks = json("/api/blocks?from=" + next + "&wait=25");
  CHECK(asking.get() == 0);
  REQUIRE_FALSE(blocks.find("blocks")->as_array()->empty());
  const Json& block = blocks.find("blocks")->as_array()->front();
  CHECK(text(block.find("transactions")->as_array()->front(), {"function"}) == "consent:Decide");
}

TEST_CASE("web: it ends when it is told to, and says what is wrong when it cannot begin") {
  const test::TempFolder folder;
  test::Process web(field().command({"web", "--from", "3"}), folder.file("web.log"));
  CHECK(web.read_line().find("http://127.0.0.1:") == 0);
  web.signal(SIGTERM);
  CHECK(web.wait() == 0);
  test::Process machine(field().command({"web", "--output", "json"}));
  CHECK(machine.read_line().find(R"({"address":"http://127.0.0.1:)") == 0);
  machine.signal(SIGINT);
  CHECK(machine.wait() == 0);

  struct Row {
    std::vector<std::string> words;
    int status;
    const char* says;
  };
  const Row rows[] = {
      {field().command({"web", "--port", std::to_string(field().port())}), 2, "another --port"},
      {field().command({"web", "--from", "100000"}), 2, "There is no block 100000 yet"},
      {field().command({"web", "--peer", "127.0.0.1:1"}), 3, "next: "},
      {{test::program("tradelane"), "web", "--port", "65536"}, 2, "next: "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.says);
    const std::string log = folder.file(std::to_string(&row - rows));
    test::Process bad(row.words, log);
    CHECK(bad.wait() == row.status);
    CHECK(test::content_of(log).find(row.says) != std::string::npos);
  }
}
