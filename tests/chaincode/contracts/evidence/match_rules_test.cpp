// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/evidence/match_rules.hpp"

#include <functional>
#include <limits>

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::evidence;

namespace {

Cargo agreed() {
  Cargo out;
  out.declaration.bill_no = "TSTCSHA2603001";
  out.declaration.containers = {"TSTU3000018", "TSTU3000039"};
  out.declaration.packages = 490;
  out.declaration.gross_weight_g = {1'000'000};
  out.bill.tdr = "TSTCSHA2603001";
  out.bill.carrier_code = "TSTC";
  out.bill.containers = out.declaration.containers;
  out.bill.packages = 490;
  out.bill.gross_weight_g = {1'000'000};
  out.loaded = out.declaration.containers;
  return out;
}

struct Row {
  const char* what;
  std::function<void(Cargo&)> change;
  Level level;
};

/// Each row changes what one rule looks at: that rule says its level, the others stay content.
void judge(const std::string& rule, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Cargo cargo = agreed();
    row.change(cargo);
    const auto verdicts = compare(cargo);
    REQUIRE(verdicts.size() == 4);
    for (const Verdict& verdict : verdicts)
      CHECK(verdict.level == (verdict.rule == rule ? row.level : Level::ok));
    CHECK(worst(verdicts) == row.level);
  }
}

}  // namespace

TEST_CASE("M01: the numbers of declaration and bill") {
  const auto declared = [](const char* number) {
    return [number](Cargo& cargo) { cargo.declaration.bill_no = number; };
  };
  judge("M01",
        {{"equal", declared("TSTCSHA2603001"), Level::ok},
         {"carrier's code left out", declared("SHA2603001"), Level::ok},
         {"lower case and punctuation", declared("tstc sha-2603.001"), Level::ok},
         {"bill without the carrier's code", [](Cargo& cargo) { cargo.bill.tdr = "SHA2603001"; },
          Level::ok},
         {"another number", declared("TSTCSHA2603002"), Level::hard},
         {"another carrier", declared("OTHRSHA2603001"), Level::hard},
         {"the carrier's code alone", declared("TSTC"), Level::hard},
         {"shorter", declared("TSTCSHA260300"), Level::hard},
         {"full width is left to those who read it", declared("\xEF\xBC\xB4STCSHA2603001"),
          Level::hard},
         {"both empty", [](Cargo& cargo) { cargo.declaration.bill_no = cargo.bill.tdr = ""; },
          Level::hard}});
}

TEST_CASE("M02: the containers of declaration, bill and load events") {
  const Set<std::string> one{"TSTU3000018"};
  const Set<std::string> other{"TSTU3000018", "TSTU3000060"};
  const auto sets = [](const Set<std::string>& declared, const Set<std::string>& loaded,
                       bool part) {
    return [=](Cargo& cargo) {
      cargo.declaration.containers = declared;
      cargo.loaded = loaded;
      cargo.bill.part_load = part;
    };
  };
  const auto both = agreed().loaded;
  judge("M02", {{"all equal", sets(both, both, false), Level::ok},
                {"all equal, part load", sets(both, both, true), Level::ok},
                {"one not loaded", sets(both, one, false), Level::hard},
                {"one not declared", sets(one, both, false), Level::hard},
                {"one not loaded, part load", sets(both, one, true), Level::soft},
                {"one not declared, part load", sets(one, both, true), Level::soft},
                {"declared beyond the bill", sets(other, both, true), Level::hard},
                {"loaded beyond the bill", sets(both, other, true), Level::hard},
                {"nothing loaded", sets(both, {}, true), Level::hard},
                {"nothing declared", sets({}, both, true), Level::hard}});
}

TEST_CASE("M03: packages, softly") {
  judge("M03", {{"equal", [](Cargo&) {}, Level::ok},
                {"one less", [](Cargo& cargo) { cargo.bill.packages = 489; }, Level::soft},
                {"many more", [](Cargo& cargo) { cargo.bill.packages = 900; }, Level::soft}});
}

TEST_CASE("M04: gross weight, at each limit and one gram beyond, upwards and downwards") {
  const auto weights = [](std::int64_t declared, std::int64_t carried) {
    return [=](Cargo& cargo) {
      cargo.declaration.gross_weight_g = {declared};
      cargo.bill.gross_weight_g = {carried};
    };
  };
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  judge("M04",
        {{"equal", weights(1'000'000, 1'000'000), Level::ok},
         {"0.5 % more", weights(1'000'000, 1'005'000), Level::ok},
         {"0.5 % less", weights(1'000'000, 995'000), Level::ok},
         {"a gram above", weights(1'000'000, 1'005'001), Level::soft},
         {"a gram below", weights(1'000'000, 994'999), Level::soft},
         {"5 % more", weights(1'000'000, 1'050'000), Level::soft},
         {"5 % less", weights(1'000'000, 950'000), Level::soft},
         {"a gram above 5 %", weights(1'000'000, 1'050'001), Level::hard},
         {"a gram below 5 %", weights(1'000'000, 949'999), Level::hard},
         {"199 g and a gram: the share is no whole gram", weights(199, 200), Level::soft},
         {"19 g and a gram", weights(19, 20), Level::hard},
         {"in relation to the declared, not to the bill's", weights(1'000, 951), Level::soft},
         {"the largest numbers", weights(most, most), Level::ok},
         {"far apart", weights(most, 0), Level::hard},
         {"nothing declared", weights(0, 0), Level::hard}});
}

TEST_CASE("loaded_containers: only what was really loaded onto something") {
  const auto event = [](const char* type, const char* code, const char* classifier,
                        std::optional<std::string> container) {
    return EventFacts{.event_id = "e",
                      .event_type = type,
                      .code = code,
                      .classifier = classifier,
                      .container = std::move(container)};
  };
  CHECK(loaded_containers(
            {event("EQUIPMENT", "LOAD", "ACT", "B"), event("EQUIPMENT", "LOAD", "ACT", "A"),
             event("EQUIPMENT", "LOAD", "ACT", "B"), event("EQUIPMENT", "LOAD", "PLN", "C"),
             event("EQUIPMENT", "GTIN", "ACT", "D"), event("TRANSPORT", "LOAD", "ACT", "E"),
             event("EQUIPMENT", "LOAD", "ACT", std::nullopt)}) == Set<std::string>{"A", "B"});
  CHECK(worst({}) == Level::ok);
}
