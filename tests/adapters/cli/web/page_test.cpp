// SPDX-License-Identifier: Apache-2.0
// The page in a real browser, with the demo's ledger behind it. Started by browser/run. Pictures of
// each view are kept in the folder of the build.
#include "chaincode/codec/json.hpp"
#include "tests/adapters/cli/web/explored_demo.hpp"
#include "tests/support/deadline.hpp"

using namespace tradelane;

namespace {

test::ExploredDemo& field() { return test::ExploredDemo::get(); }

std::string text_in(const Json& answer, const char* name) {
  const Json* found = answer.find(name);
  REQUIRE(found != nullptr);
  REQUIRE(found->as_string() != nullptr);
  return *found->as_string();
}

/// One browser for all cases, entered by the address that the demo prints.
class Browser {
 public:
  static Browser& get() {
    static Browser one;
    return one;
  }

  Json ask(const std::string& operation, Json::Object request = {}) {
    request.emplace("op", operation);
    node_.write_line(canonical(request));
    std::string line;
    for (const test::Deadline deadline; line.empty() && !node_.has_ended() && !deadline.is_over();)
      line = node_.read_line();
    auto answer = parse_json(line, {.string_bytes = 1024 * 1024});
    REQUIRE_MESSAGE(answer, "the browser's driver says: " << line);
    for (const Json& problem : *answer->find("problems")->as_array())
      FAIL_CHECK(operation << " " << canonical(request) << ": " << *problem.as_string());
    return std::move(*answer);
  }

  std::string open(const std::string& hash, const std::string& shot = "") {
    return text_in(ask("open", {{"hash", hash}, {"shot", shot}}), "text");
  }
  Json value(const std::string& expression) {
    const Json answer = ask("value", {{"expression", expression}});
    const Json* found = answer.find("value");
    return found == nullptr ? Json() : *found;
  }
  void until(const std::string& expression) { ask("until", {{"expression", expression}}); }
  void press(const std::vector<std::string>& words) {
    Json::Array all;
    for (const std::string& word : words) all.emplace_back(word);
    ask("keys", {{"words", std::move(all)}});
  }
  void look(const std::string& size, const std::string& scheme) {
    ask("look", {{"size", size}, {"scheme", scheme}});
  }

  ~Browser() {
    try {
      node_.write_line("stop");
      node_.wait();
    } catch (const std::exception&) {
      // It has ended by itself, and a test has failed for that.
    }
  }

 private:
  Browser()
      : node_({"/usr/bin/env", "node",
               TRADELANE_SOURCE_DIR "/tests/adapters/cli/web/browser/driver.mjs", "chromium",
               field().address(), TRADELANE_SCREENSHOTS},
              "", "", test::Process::Input::lines) {
    look("desktop", "light");
    const Json entered = ask("enter");
    // The key is out of the address, and no script can read it.
    CHECK(text_in(entered, "address").find("key=") == std::string::npos);
    CHECK(*entered.find("cookie") == Json(""));
  }

  test::Process node_;
};
Browser& browser() { return Browser::get(); }

bool holds(const std::string& text, const std::string& words) {
  CAPTURE(words);
  CAPTURE(text);
  const bool found = text.find(words) != std::string::npos;
  CHECK(found);
  return found;
}

struct View {
  const char* name;
  const char* hash;
  std::vector<const char*> words;
};

const std::vector<View>& views() {
  static const std::vector<View> all{
      {"ledger",
       "#/",
       {"Ledger of channel trade", "TSTC/TSTCSHA2603001/1", "Newest transactions", "all valid"}},
      {"block", "#/block/1", {"Block 1", "Names the operators and the rulebook", "Block 2"}},
      {"bill",
       "#/bill/TSTC%2FTSTCSHA2603001%2F1",
       {"CAR issues the bill to EXP", "EXP offers the bill to IMP",
        "IMP accepts the bill and now holds it", "IMP offers the bill in pledge to BKH",
        "BKH releases the pledge", "CAR takes the bill back", "Surrendered for delivery", "LOAN1",
        "MATCH1", "TSTU3000018", "12,500.5 kg"}},
      {"consent",
       "#/consent/000000000000000000000000C1",
       {"Allowed BKH asked for Customs declaration for credit underwriting", "What was granted",
        "CN → HK"}},
      {"match",
       "#/match/00000000000000000000MATCH1",
       {"Number of the bill", "Gross weight", "Agrees", "Customs declaration from SDN", "SM3"}},
      {"loan",
       "#/loan/000000000000000000000LOAN1",
       {"HKD 5,000,000.00", "HKD 64,726.03", "5.25 % a year", "80 %", "Repayment",
        "TSTC/TSTCSHA2603001/1"}},
      {"party", "#/party/00000000000000000000000EXP", {"BankSMSP", "Shipper", "EXP-1 (SM2)"}},
      {"search", "#/search/LOAN", {"id found", "000000000000000000000LOAN1", "Loan"}},
      // Another bank's consent: the contract says no, and the page says so.
      {"refused",
       "#/consent/000000000000000000000000C3",
       {"The contract refuses", "The caller may not do this.", "AUTH_DENIED"}},
      {"unknown", "#/loan/000000000000000000000000NO", {"Not found", "There is no such loan."}},
  };
  return all;
}

}  // namespace

TEST_CASE("page: each view, in each size and colour, says what it must and is fit to be used") {
  for (const std::string size : {"desktop", "phone"})
    for (const std::string scheme : {"light", "dark"}) {
      browser().look(size, scheme);
      for (const View& view : views()) {
        CAPTURE(view.name);
        const std::string shot = std::string(view.name) + "-" + size + "-" + scheme;
        const std::string text = browser().open(view.hash, shot);
        for (const char* words : view.words) holds(text, words);
      }
    }
  browser().look("desktop", "light");
}

TEST_CASE("page: an address that leads nowhere says so, whatever it is called") {
  for (const char* hash : {"#/nowhere/1", "#/constructor/1", "#/toString"})
    holds(browser().open(hash), "There is no page " + std::string(hash) + ".");
}

TEST_CASE("page: what the blocks speak of, each by its kind") {
  browser().open("#/");
  const Json kinds = browser().value(
      "[...document.querySelectorAll('.directory > div')].map((one) => one.innerText.replace("
      "/\\s+/g, ' ').trim()).join('; ')");
  CHECK(kinds ==
        Json("Bills TSTC/TSTCSHA2603001/1 TSTC/TSTCSHA2603002/1; Loans LOAN1; Consents C3 C2 C1; "
             "Matches MATCH1; Parties SDN OPR IMP EXP CDP CAR BKS BKH BK2"));
}

TEST_CASE("page: a transaction with arguments, event, reads, and writes before and after") {
  browser().open("#/loan/000000000000000000000LOAN1");
  const Json link = browser().value(
      "[...document.querySelectorAll('.transactions a')].find((one) => one.textContent === "
      "'Offers a loan').getAttribute('href')");
  for (const std::string size : {"desktop", "phone"}) {
    browser().look(size, "light");
    const std::string text = browser().open(*link.as_string(), "transaction-" + size + "-light");
    for (const char* words : {"finance:Offer", "validUntil", "Endorsed by", "OperatorMSP, BankHMSP",
                              "finance.Offer", "before\nAPPLIED", "after\nOFFERED",
                              "LOAN / 000000000000000000000LOAN1", "_implicit_org_BankHMSP"})
      holds(text, words);
  }
  browser().look("desktop", "light");
}

TEST_CASE("page: the keyboard reaches everything and shows where it is") {
  for (const std::string size : {"desktop", "phone"}) {
    browser().look(size, "light");
    for (const char* hash :
         {"#/", "#/bill/TSTC%2FTSTCSHA2603001%2F1", "#/match/00000000000000000000MATCH1"}) {
      CAPTURE(hash);
      browser().open(hash);
      browser().ask("walk");
    }
  }
  browser().look("desktop", "light");
}

TEST_CASE("page: from the first key to a bill without a mouse") {
  browser().open("#/");
  browser().value("document.activeElement.blur()");
  browser().press({"Tab"});
  CHECK(browser().value("document.activeElement.textContent") == Json("Skip to the content"));
  browser().press({"Enter"});
  CHECK(browser().value("document.activeElement.id") == Json("main"));
  browser().value("document.getElementById('q').focus()");
  browser().press({"\"TSTCSHA2603001", "Enter"});
  browser().until("document.querySelector('h1').textContent.startsWith('Search')");
  // The reader is taken to what has changed.
  browser().until("document.activeElement.id === 'heading'");
  browser().press({"Tab"});
  CHECK(browser().value("document.activeElement.textContent") == Json("TSTC/TSTCSHA2603001/1"));
  browser().press({"Enter"});
  browser().until("document.querySelectorAll('.timeline li').length === 9");
  CHECK(browser().value("document.title") ==
        Json("Bill TSTC/TSTCSHA2603001/1 · tradelane explorer"));
}

TEST_CASE("page: a new block is shown and told as it comes, and who reads is left where they are") {
  browser().open("#/consent/000000000000000000000000C1");
  browser().until("document.getElementById('live').className === 'live on'");
  const Json rows = browser().value("document.querySelectorAll('.journal li').length");
  browser().value("document.querySelector('.journal a[href^=\"#/party\"]').focus()");
  REQUIRE(field().ask_for_too_much() == 0);
  browser().until("document.querySelectorAll('.journal li').length === " +
                  std::to_string(*rows.as_integer() + 1));
  holds(*browser().value("document.querySelector('.journal li:last-child').innerText").as_string(),
        "Denied");
  browser().until(
      "/^Block \\d+: 1 transaction$/.test("
      "document.getElementById('announcer').textContent)");
  browser().until("/^Live · block \\d+$/.test(document.getElementById('live-text').textContent)");
  CHECK(browser().value("document.activeElement.getAttribute('href')") ==
        Json("#/party/00000000000000000000000BKH"));
}

TEST_CASE("page: nobody without the key sees anything") {
  const Json seen = browser().ask("stranger");
  holds(text_in(seen, "text"), "open the address that `tradelane web` has printed");
}

TEST_CASE("page: the browser lets no text become markup, whoever tries") {
  browser().open("#/");
  const Json tried = browser().ask(
      "attempt", {{"expression",
                   "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'done'; } "
                   "catch (error) { return error.name; } })()"}});
  CHECK(text_in(tried, "value") == "TypeError");
  CHECK(tried.find("objections")->as_array()->size() == 1);
}

TEST_CASE("page: markup in what a ledger holds is text") {
  browser().open("#/bill/TSTC%2FTSTCSHA2603001%2F1");
  const Json link =
      browser().value("document.querySelector('.transactions a').getAttribute('href')");
  browser().ask("hostile", {{"on", true}});
  for (const std::string& hash :
       {*link.as_string(), std::string("#/bill/TSTC%2FTSTCSHA2603001%2F1"),
        std::string("#/match/00000000000000000000MATCH1"),
        std::string("#/party/00000000000000000000000EXP")}) {
    CAPTURE(hash);
    const std::string text = browser().open(hash, "markup-in-the-ledger");
    holds(text, "<img src=\"/x\" onerror=\"alert(1)\"><script>alert(2)</script>\"'&lt;");
  }
  browser().ask("hostile", {{"on", false}});
}
