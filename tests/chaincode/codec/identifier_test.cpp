// SPDX-License-Identifier: Apache-2.0
// Vectors: hk-domain.md 4.6.
#include "chaincode/codec/identifier.hpp"

#include <doctest/doctest.h>

using namespace tradelane;

TEST_CASE("identifiers: the published rule of each, at its good and bad examples") {
  struct Row {
    const char* text;
    bool (*rule)(std::string_view);
    bool good;
  };
  const Row rows[] = {
      {"91350100M000100Y43", is_uscc, true},
      {"91310115MA1K0T014C", is_uscc, true},
      {"913100001322000126", is_uscc, true},
      {"91310115MA1K0T0227", is_uscc, true},
      {"91310115MA1K0T014D", is_uscc, false},
      {"91310115ma1k0t014c", is_uscc, false},
      {"9131011SMA1K0T014C", is_uscc, false},
      {"91310115MA1K0T014", is_uscc, false},
      {"91350203M0001QAY9B", is_uscc, false},
      {"CSQU3054383", is_container, true},
      {"MSKU0383250", is_container, true},
      {"MEDU8707688", is_container, true},
      {"TSTU3000018", is_container, true},
      {"TSTU0000020", is_container, true},  // remainder 10
      {"TCLU4265700", is_container, false},
      {"CSQX3054383", is_container, false},
      {"csqu3054383", is_container, false},
      {"CSQU305438", is_container, false},
      {"9074729", is_imo, true},
      {"9176187", is_imo, true},
      {"9074728", is_imo, false},
      {"907472", is_imo, false},
      {"907472X", is_imo, false},
      {"CNSHA", is_unlocode, true},
      {"HKHKG", is_unlocode, true},
      {"CN2BC", is_unlocode, true},
      {"CN1BC", is_unlocode, false},
      {"CNSH", is_unlocode, false},
      {"cnsha", is_unlocode, false},
      {"224820260000012345", is_entry_id, true},
      {"22482026E000012345", is_entry_id, true},
      {"224820262000012345", is_entry_id, false},
      {"22482026000001234", is_entry_id, false},
      {"22482026000001234X", is_entry_id, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(row.rule(row.text) == row.good);
  }
}
