// SPDX-License-Identifier: Apache-2.0
// The metadata of all contracts, and whether what the story sends and is answered is what it says.
#include "chaincode/contract/metadata.hpp"

#include <set>

#include <doctest/doctest.h>

#include "tests/scenario/ending.hpp"
#include "tests/scenario/memory_backend.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/metadata_schema.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

namespace {

/// The metadata as a client gets it.
Json metadata_of(Backend& backend) {
  const Receipt receipt = backend.query(
      {.by = "EXP", .function = "org.hyperledger.fabric:GetMetadata", .args = Json::Object{}});
  REQUIRE(receipt.ok());
  return receipt.payload;
}

std::map<std::string, Json> transactions_of(const Json& metadata) {
  std::map<std::string, Json> out;
  for (const auto& [contract, description] : *metadata.find("contracts")->as_object())
    for (const Json& transaction : *description.find("transactions")->as_array())
      out.emplace(contract + ":" + *transaction.find("name")->as_string(), transaction);
  return out;
}

/// Compares what goes through with the metadata.
class ComparedBackend : public Backend {
 public:
  explicit ComparedBackend(Backend& inner)
      : inner_(inner), metadata_(metadata_of(inner)), transactions_(transactions_of(metadata_)) {}

  Receipt submit(const Call& call) override { return compared(call, inner_.submit(call)); }
  Receipt query(const Call& call) override { return compared(call, inner_.query(call)); }
  std::string mark() override { return inner_.mark(); }

  /// Transactions that have succeeded.
  const std::set<std::string>& seen() const { return seen_; }

 private:
  Receipt compared(const Call& call, Receipt receipt) {
    if (!receipt.ok()) return receipt;
    CAPTURE(call.function);
    const auto found = transactions_.find(call.function);
    REQUIRE(found != transactions_.end());
    const Json& parameter = found->second.find("parameters")->as_array()->at(0);
    CHECK(test::schema_problem(call.args, *parameter.find("schema"), metadata_) == "");
    CHECK(test::schema_problem(receipt.payload, *found->second.find("returns"), metadata_) == "");
    // What the decoder would refuse, the schema does not let pass either.
    Json more = call.args;
    more.as_object()->emplace("unknown", 1);
    CHECK(test::schema_problem(more, *parameter.find("schema"), metadata_) == "/unknown: unknown");
    seen_.insert(call.function);
    return receipt;
  }

  Backend& inner_;
  Json metadata_;
  std::map<std::string, Json> transactions_;
  std::set<std::string> seen_;
};

void collect_references(const Json& json, std::set<std::string>& out) {
  if (const auto* array = json.as_array())
    for (const Json& item : *array) collect_references(item, out);
  if (const auto* object = json.as_object())
    for (const auto& [name, member] : *object) {
      if (name == "$ref") out.insert(*member.as_string());
      collect_references(member, out);
    }
}

/// All of it answers alike.
const std::set<std::string> no_part_of_the_story{"ebl:CancelRecovery",
                                                 "ebl:CompleteRecovery",
                                                 "ebl:Consolidate",
                                                 "ebl:ConvertFromPaper",
                                                 "ebl:ConvertToPaper",
                                                 "ebl:Endorse",
                                                 "ebl:Freeze",
                                                 "ebl:Pause",
                                                 "ebl:RequestRecovery",
                                                 "ebl:Resume",
                                                 "ebl:SwitchBill",
                                                 "ebl:Unfreeze",
                                                 "ebl:Void",
                                                 "org.hyperledger.fabric:GetMetadata",
                                                 "party:AllowIdentifier",
                                                 "party:RegisterPlatform",
                                                 "party:Reinstate",
                                                 "party:RotateKey",
                                                 "party:SetFormat",
                                                 "party:Suspend",
                                                 "party:Update"};

}  // namespace

TEST_CASE("metadata: of all contracts, valid against the schema of Fabric's contract APIs") {
  const Setting setting{};
  MemoryBackend backend(setting);
  CHECK(test::metadata_problem(metadata_of(backend)) == "");
}

TEST_CASE("metadata: each component is referred to, and each reference has its component") {
  const Setting setting{};
  MemoryBackend backend(setting);
  const Json metadata = metadata_of(backend);
  std::set<std::string> references;
  collect_references(metadata, references);
  std::set<std::string> components;
  for (const auto& [name, schema] : *metadata.find("components")->find("schemas")->as_object()) {
    CHECK(*schema.find("$id") == Json(name));
    components.insert("#/components/schemas/" + name);
  }
  CHECK(references == components);
}

TEST_CASE("metadata: every argument object and every answer of the story is as it says") {
  const Setting setting{};
  MemoryBackend backend(setting);
  ComparedBackend described(backend);
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what);
    CHECK(play(described, step, setting).problem == "");
  }
  CHECK(ending(described) == expected_ending);
  MemoryBackend titles(setting);
  ComparedBackend also(titles);
  for (const Step& step : title_story(setting)) {
    CAPTURE(step.what);
    CHECK(play(also, step, setting).problem == "");
  }
  for (const Query& ask : title_queries())
    CHECK(also.query({.by = ask.by, .function = ask.function, .args = ask.args}).ok());
  for (const bool open : {false, true}) {
    CHECK(described
              .query({.by = "BKH",
                      .function = "party:Get",
                      .args =
                          Json::Object{{"partyId", test::cast()["BKH"].id.text()}, {"open", open}}})
              .ok());
  }
  CHECK(described
            .query({.by = owner_of("C1"),
                    .function = "consent:Get",
                    .args = Json::Object{{"consentId", id26("C1")}}})
            .ok());
  CHECK(described
            .query({.by = "BKH",
                    .function = "party:Find",
                    .args = Json::Object{{"type", "LEI"}, {"id", "5493001KJTIIGC8Y1R12"}}})
            .ok());
  std::set<std::string> left;
  for (const auto& [name, transaction] : transactions_of(metadata_of(backend)))
    if (!described.seen().contains(name) && !also.seen().contains(name)) left.insert(name);
  CHECK(left == no_part_of_the_story);
}
