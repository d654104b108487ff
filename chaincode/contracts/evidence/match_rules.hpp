// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "chaincode/contracts/evidence/records.hpp"

/// How a bill is compared with what feeds say about the same cargo. Pure functions, integers only.
namespace tradelane::evidence {

/// What is compared: the facts of the declaration, of the bill, and the containers loaded.
struct Cargo {
  DeclarationFacts declaration = {};
  ebl::BillFacts bill = {};
  Set<std::string> loaded = {};
};

/// The containers that have really been loaded, by the LOAD events among `events`; every other
/// event is kept with the match and says nothing here.
Set<std::string> loaded_containers(const std::vector<EventFacts>& events);

/// One verdict of each rule, in the order of their numbers. Rules: README.md, M01 to M04.
std::vector<Verdict> compare(const Cargo& cargo);

/// The worst of them, OK when there is none.
Level worst(const std::vector<Verdict>& verdicts);

}  // namespace tradelane::evidence
