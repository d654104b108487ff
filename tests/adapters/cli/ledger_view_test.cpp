// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/ledger_view.hpp"

#include "chaincode/ledger/endorsement_policy.hpp"
#include "tests/adapters/cli/expect.hpp"

using namespace tradelane;

namespace {

const std::string composite("\0bill\0HLCU/B1/1\0", 16);

/// What `set_endorsement_policy` of a contract writes.
Bytes policy() {
  const auto one = [](const char* msp) {
    return ledger::Principal{.msp = *MspId::parse(msp), .role = ledger::MspRole::peer};
  };
  return ledger::EndorsementPolicy::of_all({one("BankHMSP"), one("OperatorMSP")})->bytes();
}

gateway::BlockTransaction transaction() {
  gateway::NamespaceAccess access{.name = "tradelane"};
  access.reads.push_back(
      {.key = composite, .version = std::pair<std::uint64_t, std::uint64_t>{3, 1}});
  access.reads.push_back({.key = "plain"});
  access.writes.push_back({.key = composite, .value = R"({"seq":2})"});
  access.writes.push_back({.key = "gone", .is_delete = true});
  access.writes.push_back({.key = "binary", .value = "\xff\x01"});
  access.metadata = {
      {.key = composite, .entries = {{"VALIDATION_PARAMETER", policy()}}},
      {.key = "plain", .entries = {{"VALIDATION_PARAMETER", ""}}},
      {.key = "odd", .entries = {{"VALIDATION_PARAMETER", "\xff"}, {"other", R"({"a":1})"}}},
      {.key = "bare"}};
  access.collections.push_back(
      {.collection = "_implicit_org_BankHMSP",
       .writes = {{.key_hash = "\x01\x02", .value_hash = "\x03"},
                  {.key_hash = "\x04", .is_delete = true, .is_purge = true}},
       .metadata = {{.key = "\x01\x02", .entries = {{"VALIDATION_PARAMETER", policy()}}}}});
  return {.id = "t1",
          .channel = "trade",
          .type = 3,
          .type_name = "ENDORSER_TRANSACTION",
          .code_name = "VALID",
          .time = *Timestamp::parse("2026-03-05T08:00:00Z"),
          .creator_msp = "BankHMSP",
          .chaincode = "tradelane",
          .args = {"ebl:Transfer", R"({"billId":"HLCU/B1/1"})"},
          .response_status = 200,
          .response_payload = R"({"seq":2})",
          .endorsers = {"OperatorMSP", "BankHMSP"},
          .accesses = {access},
          .event = gateway::Event{.name = "tradelane.v1", .payload = R"([{"id":"1"}])"}};
}

std::string printed(const gateway::Block& block) {
  std::ostringstream out;
  cli::print_block(out, block);
  return out.str();
}

}  // namespace

TEST_CASE("a transaction for programs: arguments, reads, writes and event are decoded") {
  CHECK(canonical(cli::to_json(transaction())) ==
        R"({"args":[{"billId":"HLCU/B1/1"}],"chaincode":"tradelane",)"
        R"("creator":{"msp":"BankHMSP","subject":""},"endorsers":["OperatorMSP","BankHMSP"],)"
        R"("event":{"name":"tradelane.v1","payload":[{"id":"1"}]},"function":"ebl:Transfer",)"
        R"("reads":[{"key":["bill","HLCU/B1/1"],"namespace":"tradelane","version":[3,1]},)"
        R"({"key":"plain","namespace":"tradelane"}],)"
        R"("response":{"payload":{"seq":2},"status":200},"status":"VALID",)"
        R"("time":"2026-03-05T08:00:00Z","transactionId":"t1","type":"ENDORSER_TRANSACTION",)"
        R"("writes":[{"key":["bill","HLCU/B1/1"],"namespace":"tradelane","value":{"seq":2}},)"
        R"({"delete":true,"key":"gone","namespace":"tradelane"},)"
        R"({"key":"binary","namespace":"tradelane","value":{"base64":"/wE="}},)"
        R"({"key":["bill","HLCU/B1/1"],"namespace":"tradelane",)"
        R"-("policy":"AND('BankHMSP.peer','OperatorMSP.peer')"},)-"
        R"({"key":"plain","namespace":"tradelane","policy":null},)"
        R"({"key":"odd","metadata":{"other":{"a":1}},"namespace":"tradelane",)"
        R"("policy":{"base64":"/w=="}},)"
        R"({"key":"bare","namespace":"tradelane","policy":null},)"
        R"({"collection":"_implicit_org_BankHMSP","keyHash":"0102","namespace":"tradelane",)"
        R"("valueHash":"03"},{"collection":"_implicit_org_BankHMSP","delete":true,)"
        R"("keyHash":"04","namespace":"tradelane","purge":true},)"
        R"({"collection":"_implicit_org_BankHMSP","keyHash":"0102","namespace":"tradelane",)"
        R"-("policy":"AND('BankHMSP.peer','OperatorMSP.peer')"}]})-");
}

TEST_CASE("a block for people") {
  CHECK(printed({.number = 7, .transactions = {transaction()}}) ==
        "block 7, 1 transaction\n"
        "  t1  VALID  2026-03-05T08:00:00Z\n"
        "    by      BankHMSP  \n"
        "    called  tradelane  ebl:Transfer  {\"billId\":\"HLCU/B1/1\"}\n"
        "    signed  OperatorMSP, BankHMSP\n"
        "    write   bill/HLCU/B1/1  {\"seq\":2}\n"
        "    delete  gone\n"
        "    write   binary  {\"base64\":\"/wE=\"}\n"
        "    policy  bill/HLCU/B1/1  AND('BankHMSP.peer','OperatorMSP.peer')\n"
        "    policy  plain  that of the chaincode\n"
        "    policy  odd  none that can be met: {\"base64\":\"/w==\"}  {\"other\":{\"a\":1}}\n"
        "    policy  bare  that of the chaincode\n"
        "    write   private, in _implicit_org_BankHMSP, key hash 0102\n"
        "    purge   private, in _implicit_org_BankHMSP, key hash 04\n"
        "    policy  private, in _implicit_org_BankHMSP, key hash 0102  "
        "AND('BankHMSP.peer','OperatorMSP.peer')\n"
        "    event   tradelane.v1  [{\"id\":\"1\"}]\n");
  const gateway::BlockTransaction config{.type_name = "CONFIG", .code_name = "VALID"};
  CHECK(printed({.transactions = {config}}) ==
        "block 0, 1 transaction\n"
        "  -  VALID\n"
        "    type    CONFIG\n");
}

TEST_CASE("what is long is cut between characters, and steers no terminal") {
  gateway::BlockTransaction long_one = transaction();
  std::string value = "a";
  for (int i = 0; i < 200; ++i) value += "\xc3\xbc";
  long_one.accesses[0].writes = {{.key = "k\x1b[2J", .value = value}};
  const std::string text = printed({.transactions = {long_one}});
  CHECK(text.find("write   k [2J  a\xc3\xbc") != std::string::npos);
  CHECK(text.find("\xc3\xbc...\n") != std::string::npos);
  CHECK(text.find(value) == std::string::npos);
}

TEST_CASE("keys as people read them") {
  CHECK(cli::key_text(composite) == "bill/HLCU/B1/1");
  CHECK(cli::key_text("plain") == "plain");
  CHECK(cli::key_text("") == "");
  CHECK(cli::key_text(std::string("\0a", 2)) == " a");
}
