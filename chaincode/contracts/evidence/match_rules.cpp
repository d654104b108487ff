// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/evidence/match_rules.hpp"

#include <algorithm>

namespace tradelane::evidence {
namespace {

// Two gross weights may differ by so many thousandths of the declared one.
constexpr std::int64_t unnoticed_per_mille = 5;
constexpr std::int64_t tolerated_per_mille = 50;

/// Upper-case letters and digits. What is not ASCII stays as it is: it can only differ.
std::string normalised(std::string_view number) {
  std::string out;
  for (const char c : number) {
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    if (is_lower(c))
      out += static_cast<char>(c - 'a' + 'A');
    else if (is_upper(c) || is_digit(c) || !ascii)
      out += c;
  }
  return out;
}

/// A bill's number without the carrier's code, which some write in front and some do not.
std::string without_carrier(const std::string& number, const std::string& carrier) {
  const bool prefixed = number.size() > carrier.size() && number.starts_with(carrier);
  return prefixed ? number.substr(carrier.size()) : number;
}

Level bill_number(const Cargo& cargo) {
  const std::string& carrier = cargo.bill.carrier_code;
  const std::string declared = without_carrier(normalised(cargo.declaration.bill_no), carrier);
  const std::string issued = without_carrier(normalised(cargo.bill.tdr), carrier);
  return !declared.empty() && declared == issued ? Level::ok : Level::hard;
}

Level containers(const Cargo& cargo) {
  const Set<std::string>& carried = cargo.bill.containers;
  const Set<std::string>& declared = cargo.declaration.containers;
  if (declared.empty() || cargo.loaded.empty()) return Level::hard;
  if (declared == carried && cargo.loaded == carried) return Level::ok;
  const bool part = carried.includes(declared) && carried.includes(cargo.loaded);
  return cargo.bill.part_load && part ? Level::soft : Level::hard;
}

Level packages(const Cargo& cargo) {
  return cargo.declaration.packages == cargo.bill.packages ? Level::ok : Level::soft;
}

/// gap * 1000 <= declared * share, without a product that could overflow.
bool within(Decimal gap, Decimal declared, std::int64_t share) {
  return gap <= *multiply_divide_down(declared, share, 1000);
}

Level gross_weight(const Cargo& cargo) {
  const Decimal declared = cargo.declaration.gross_weight_g;
  const Decimal carried = cargo.bill.gross_weight_g;
  if (declared.value == 0) return Level::hard;
  const Decimal gap = *subtract(std::max(declared, carried), std::min(declared, carried));
  if (within(gap, declared, unnoticed_per_mille)) return Level::ok;
  return within(gap, declared, tolerated_per_mille) ? Level::soft : Level::hard;
}

}  // namespace

Set<std::string> loaded_containers(const std::vector<EventFacts>& events) {
  std::vector<std::string> out;
  for (const EventFacts& event : events)
    if (event.event_type == "EQUIPMENT" && event.code == "LOAD" && event.classifier == "ACT" &&
        event.container)
      out.push_back(*event.container);
  return Set<std::string>::of(std::move(out));
}

std::vector<Verdict> compare(const Cargo& cargo) {
  return {{.rule = "M01", .level = bill_number(cargo)},
          {.rule = "M02", .level = containers(cargo)},
          {.rule = "M03", .level = packages(cargo)},
          {.rule = "M04", .level = gross_weight(cargo)}};
}

Level worst(const std::vector<Verdict>& verdicts) {
  Level out = Level::ok;
  for (const Verdict& verdict : verdicts) out = std::max(out, verdict.level);
  return out;
}

}  // namespace tradelane::evidence
