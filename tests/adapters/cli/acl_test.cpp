// SPDX-License-Identifier: Apache-2.0
// The printed table against the router itself, row by row and caller by caller.
#include "adapters/cli/acl.hpp"

#include <algorithm>
#include <set>

#include "chaincode/contract/keys.hpp"
#include "chaincode/contract/metadata.hpp"
#include "chaincode/server/contracts.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/msp_files.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/support/world.hpp"

using namespace tradelane;
using contract::Party;
using contract::Role;

namespace {

/// What the chaincode server runs.
const contract::Router& router() {
  static const contract::Router all = server::every_contract();
  return all;
}

Json::Array rows_of(const Json& metadata) {
  const auto read = cli::Metadata::read(metadata);
  REQUIRE(read.ok());
  auto rows = cli::access_rows(*read);
  REQUIRE(rows.ok());
  return *rows;
}
const Json::Array& rows() {
  static const Json::Array all = rows_of(contract::metadata(router().contracts()));
  return all;
}

std::string text(const Json& row, const char* name) {
  const Json* member = row.find(name);
  return member == nullptr ? "absent" : *member->as_string();
}

/// A caller of some kind; without roles and with terms unless it says otherwise.
struct Profile {
  std::string what = {};
  std::string msp = "MemberMSP";
  bool is_operator = false;
  std::optional<Party> party = {};
};

Party party(std::size_t number, const Set<Role>& roles) {
  const Digest digest = *Digest::parse(std::string(64, '0'));
  const std::string text = std::to_string(number);
  return {.id = *PartyId::parse(std::string(26 - text.size(), 'P') + text),
          .msp = *MspId::parse("MemberMSP"),
          .acts_by = contract::ActsBy::certificate,
          .roles = roles,
          .jurisdiction = *Country::parse("HK"),
          .identity = digest,
          .terms = contract::Rulebook{.id = "r", .sha256 = digest},
          .seq = 1,
          .last_act = digest};
}

Set<Role> every_role() {
  std::vector<Role> roles;
  for (const auto& [role, text] : enum_texts(Role{})) roles.push_back(role);
  return Set<Role>::of(roles);
}

std::vector<Profile> profiles() {
  std::vector<Profile> out{{.what = "a stranger"},
                           {.what = "an operator", .msp = "OperatorMSP", .is_operator = true},
                           {.what = "a party without roles", .party = party(1, {})}};
  for (const Role role : every_role())
    out.push_back({.what = "only " + std::string(text_of(role)),
                   .party = party(out.size(), Set<Role>::of({role}))});
  for (const char* what : {"all roles", "suspended", "no terms"})
    out.push_back({.what = what, .party = party(out.size(), every_role())});
  out[out.size() - 2].party->state = contract::PartyState::suspended;
  out.back().party->terms.reset();
  out.push_back({.what = "an operator that is suspended",
                 .msp = "OperatorMSP",
                 .is_operator = true,
                 .party = party(out.size(), every_role())});
  out.back().party->msp = *MspId::parse("OperatorMSP");
  out.back().party->state = contract::PartyState::suspended;
  return out;
}

/// What the words of a row promise to a caller: "" or a refusal.
std::string promised(const Json& row, const Profile& who) {
  const std::string caller = text(row, "caller");
  if (caller == "ANYONE") return "";
  if (caller == "OPERATOR" ? !who.is_operator : !who.party) return "AUTH_DENIED";
  if (who.party && who.party->state != contract::PartyState::active) return "PARTY_INACTIVE";
  if (caller == "OPERATOR") return "";
  const auto& roles = *row.find("roles")->as_array();
  const bool fits = roles.empty() || std::any_of(roles.begin(), roles.end(), [&](const Json& role) {
                      return who.party->has(*parse_enum<Role>(*role.as_string()));
                    });
  if (!fits) return "AUTH_DENIED";
  REQUIRE((caller == "MEMBER" || caller == "PARTY"));
  return caller == "MEMBER" && !who.party->terms ? "TERMS_NOT_ACCEPTED" : "";
}

test::World world_of(const std::vector<Profile>& people) {
  test::World world(router());
  const MspId operators = *MspId::parse("OperatorMSP");
  const contract::Rulebook rulebook{.id = "r", .sha256 = *Digest::parse(std::string(64, '0'))};
  world.state.apply(ledger::Changes{}.put(
      contract::key::boot(), contract::Boot{.operator_msps = {operators}, .rulebook = rulebook}));
  for (const Profile& who : people)
    if (who.party)
      world.state.apply(ledger::Changes{}.put(contract::key::party(who.party->id), *who.party));
  return world;
}

/// The refusal of the router's own table; "" when the call got beyond it.
std::string refusal_by_table(const test::Answer& answer) {
  static const std::set<std::string> tokens{"AUTH_DENIED", "PARTY_INACTIVE", "TERMS_NOT_ACCEPTED"};
  return tokens.contains(answer.token) ? answer.token : "";
}

std::string printed(const cli::Acl& command) {
  const test::Paper paper;
  cli::run(command, paper.screen);
  return paper.out.str();
}

std::string saved(const test::TempFolder& folder, const Json& metadata) {
  folder.write("metadata.json", canonical(metadata));
  return folder.file("metadata.json");
}

}  // namespace

TEST_CASE("acl: every row holds for every kind of caller, at the router that the peers ask") {
  const auto people = profiles();
  const test::World world = world_of(people);
  std::set<std::string> seen;
  for (const Json& row : rows())
    for (const Profile& who : people) {
      const std::string function = text(row, "transaction");
      CAPTURE(function);
      CAPTURE(who.what);
      const auto actor = world.actor(who.msp, who.party ? who.party->id.text() : "");
      const auto answer = world.evaluate(actor, function, Json::Object{});
      CHECK(answer.token != "TX_UNKNOWN");
      const std::string refusal = refusal_by_table(answer);
      CHECK(refusal == promised(row, who));
      seen.insert(refusal);
    }
  CHECK(seen == std::set<std::string>{"", "AUTH_DENIED", "PARTY_INACTIVE", "TERMS_NOT_ACCEPTED"});
}

TEST_CASE("acl: a row for each transaction that the router knows, and for the metadata itself") {
  std::set<std::string> expected{"org.hyperledger.fabric:GetMetadata evaluate"};
  for (const contract::Contract& contract : router().contracts())
    for (const contract::Transaction& transaction : contract.transactions)
      expected.insert(contract.name + ":" + transaction.name +
                      (transaction.is_query ? " evaluate" : " submit"));
  std::set<std::string> found;
  for (const Json& row : rows()) found.insert(text(row, "transaction") + " " + text(row, "call"));
  CHECK(found == expected);
  CHECK(rows().size() == expected.size());
}

TEST_CASE("acl: signatures are asked for where the argument object has a place for them") {
  const Profile all{.party = party(1, every_role())};
  const test::World world = world_of({all});
  const Json args = Json::Object{{"signatures", Json::Array{}}};
  std::set<bool> seen;
  for (const Json& row : rows()) {
    const std::string function = text(row, "transaction");
    const std::string caller = text(row, "caller");
    if (function == "org.hyperledger.fabric:GetMetadata") continue;
    CAPTURE(function);
    const auto actor = caller == "OPERATOR" ? world.actor("OperatorMSP")
                                            : world.actor(all.msp, all.party->id.text());
    const auto answer = world.evaluate(actor, function, args);
    REQUIRE_FALSE(answer.ok());
    const bool takes = *row.find("signatures")->as_bool();
    CHECK((answer.text("at") != "/signatures") == takes);
    seen.insert(takes);
  }
  CHECK(seen.size() == 2);
}

TEST_CASE("acl: fits a terminal of 80 columns, and says in words what a role cannot") {
  const test::TempFolder folder;
  const std::string file = saved(folder, contract::metadata(router().contracts()));
  const std::string table = printed({.metadata = file});
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(line.size() <= 80);
  }
  CHECK(table.starts_with("transaction"));
  CHECK(table.find("\nfinance:Apply                       submit    member    bank") !=
        std::string::npos);
  CHECK(table.find("\nparty:Register                      submit    operator  -") !=
        std::string::npos);
  CHECK(table.find("member    the same, and it has accepted the rulebook\n") != std::string::npos);
}

TEST_CASE("acl: as JSON, one object a row") {
  const test::TempFolder folder;
  cli::Acl command{.metadata = saved(folder, contract::metadata(router().contracts()))};
  command.at.output = cli::Output::json;
  const Json all = test::json(printed(command));
  CHECK(*all.as_array() == rows());
  CHECK(canonical(all).find(R"({"call":"submit","caller":"MEMBER","roles":["bank"],)"
                            R"("signatures":true,"transaction":"finance:Apply"})") !=
        std::string::npos);
}

TEST_CASE("acl: the chaincode is asked when no file is named") {
  const auto bank = test::person("BankHMSP");
  test::GatewayDouble peer(bank);
  peer.result = canonical(contract::metadata(router().contracts()));
  const test::MspFiles files(bank, peer.address());
  CHECK(printed({.at = files.flags()}).find("ebl:Transfer") != std::string::npos);
  REQUIRE(peer.evaluated.size() == 1);
  CHECK(test::GatewayDouble::args_of(peer.evaluated[0].proposed_transaction()) ==
        std::vector<std::string>{"org.hyperledger.fabric:GetMetadata"});
  peer.result = "hello";
  const auto problem = test::problem_in([&] { printed({.at = files.flags()}); });
  REQUIRE(problem);
  CHECK(static_cast<int>(problem->exit) == static_cast<int>(cli::Exit::network));
  CHECK(std::string(problem->what()) ==
        "The answer of tradelane is no contract metadata: not JSON");
}

TEST_CASE("acl: chaincodes of others state less, and that is said") {
  const Json others = test::json(R"({"info":{"title":"t","version":"1"},"contracts":{
      "go":{"name":"go","transactions":[{"name":"A","tag":["submit","SUBMIT"]},
                                        {"name":"B","tag":["evaluate","EVALUATE"]}]},
      "node":{"name":"node","transactions":[{"name":"C","tag":["SUBMIT","submitTx"]},
                                            {"name":"D","tag":["submitTx"]},
                                            {"name":"E","tag":["other"]},{"name":"F"}]}}})");
  std::string calls;
  for (const Json& row : rows_of(others)) {
    calls += text(row, "transaction") + "=" + text(row, "call") + " ";
    CHECK(text(row, "caller") == "absent");
  }
  CHECK(calls ==
        "go:A=submit go:B=evaluate node:C=submit node:D=submit node:E=absent node:F=absent ");
  const test::TempFolder folder;
  CHECK(printed({.metadata = saved(folder, others)})
            .find("\nnode:E       not stated  not stated  not stated  not stated\n") !=
        std::string::npos);
}

TEST_CASE("acl: what is no contract metadata is refused with its place") {
  struct Row {
    const char* metadata;
    const char* at;
  };
  const Row bad[] = {
      {"[]", "/contracts"},
      {R"({"contracts":[]})", "/contracts"},
      {R"({"contracts":{"a":{}}})", "/contracts/a/transactions"},
      {R"({"contracts":{"a":{"transactions":{}}}})", "/contracts/a/transactions"},
      {R"({"contracts":{"a":{"transactions":[1]}}})", "/contracts/a/transactions/0/name"},
      {R"({"contracts":{"a":{"transactions":[{"name":"T"},{"name":1}]}}})",
       "/contracts/a/transactions/1/name"},
      {R"({"contracts":{"a":{"transactions":[{"name":"T","x-access":1}]}}})",
       "/contracts/a/transactions/0/x-access"},
      {R"({"contracts":{"a":{"transactions":[{"name":"T","x-access":
           {"caller":"MEMBER","roles":[1],"signatures":true}}]}}})",
       "/contracts/a/transactions/0/x-access"},
      {R"({"contracts":{"a":{"transactions":[{"name":"T","x-access":
           {"caller":"MEMBER","roles":[],"signatures":"true"}}]}}})",
       "/contracts/a/transactions/0/x-access"},
      {R"({"contracts":{"a":{"transactions":[{"name":"T","x-access":
           {"roles":[],"signatures":true}}]}}})",
       "/contracts/a/transactions/0/x-access"},
  };
  const test::TempFolder folder;
  for (const Row& row : bad) {
    CAPTURE(row.metadata);
    const std::string file = saved(folder, test::json(row.metadata));
    test::check_bad_input([&] { printed({.metadata = file}); },
                          std::string(row.at) + " is not there or of another kind");
  }
  test::check_bad_input([&] { printed({.metadata = folder.file("none")}); }, "cannot be read");
}
