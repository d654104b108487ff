// SPDX-License-Identifier: Apache-2.0
// Vectors: hk-domain.md 4.6.
#include "chaincode/codec/identifier.hpp"

#include <doctest/doctest.h>

using namespace tradelane;

namespace {

struct Row {
  const char* text;
  bool (*rule)(std::string_view);
  bool good;
};

void check(const Row& row) {
  CAPTURE(row.text);
  CHECK(row.rule(row.text) == row.good);
}

const char* const uscc_examples[] = {"91350100M000100Y43", "91310115MA1K0T014C",
                                     "913100001322000126", "91310115MA1K0T0227"};
/// Codes of the early pilots: lawful, and wrong by GB 32100's own check.
const char* const legacy_examples[] = {"91350203M0001QAY9B", "91350100M0001TGQXM",
                                       "91350211M0000XUF46", "91350203M0001FUE2P"};
const char* const lei_examples[] = {"5493001KJTIIGC8Y1R12", "984500TESTSHAEXP0109",
                                    "984500TESTHKBANK0162"};

/// `text` with each neighbouring pair of different characters swapped, and each character changed.
template <class Use>
void change(const std::string& text, std::string_view alphabet, const Use& use) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    std::string swapped = text;
    std::swap(swapped[i], swapped[i + 1]);
    if (swapped != text) use(swapped);
  }
  for (std::size_t i = 0; i < text.size(); ++i)
    for (const char c : alphabet) {
      std::string other = text;
      other[i] = c;
      if (other != text) use(other);
    }
}

}  // namespace

TEST_CASE("identifiers: companies") {
  const Row rows[] = {
      {"91310115MA1K0T014D", is_uscc, false},
      {"91310115ma1k0t014c", is_uscc, false},
      {"9131011SMA1K0T014C", is_uscc, false},
      {"91310115MA1K0T014", is_uscc, false},
      {"91310115MA1K0T014CC", is_uscc, false},
      {"", is_uscc, false},
      {"12345678", is_business_registration, true},
      {"C0012345", is_business_registration, true},
      {"F0001234", is_business_registration, true},
      {"1234567", is_business_registration, false},
      {"123456789", is_business_registration, false},
      {"c0012345", is_business_registration, false},
      {"CC012345", is_business_registration, false},
      {"1234567C", is_business_registration, false},
      {"12345678-000-01-11-1", is_business_registration, false},
      {"", is_business_registration, false},
      {"984500TESTSHAEXP010", is_lei, false},
      {"984500TESTSHAEXP01099", is_lei, false},
      {"984500testshaexp0109", is_lei, false},
      {"984500TESTSHAEXP01A9", is_lei, false},
      {"5493001KJTIIGC8Y1R13", is_lei, false},
      {"5493001KJTIIGC8Y1R98", is_lei, false},
      {"", is_lei, false},
  };
  for (const Row& row : rows) check(row);
  for (const char* text : lei_examples) check({text, is_lei, true});
  for (const char* text : uscc_examples) check({text, is_uscc, true});
}

TEST_CASE("identifiers: the organisation code inside every credit code, GB 11714") {
  for (const char* text : uscc_examples)
    CHECK(is_organisation_code(std::string(text).substr(8, 9)));
  for (const char* text : legacy_examples)
    CHECK(is_organisation_code(std::string(text).substr(8, 9)));
  const Row rows[] = {
      {"000000000", is_organisation_code, true},  // remainder 0 gives 0
      {"00000006X", is_organisation_code, true},  // remainder 1 gives X
      {"000000019", is_organisation_code, true},  // remainder 2 gives 9
      {"000000051", is_organisation_code, true},  // remainder 10 gives 1
      {"0000000X0", is_organisation_code, true},  {"000000060", is_organisation_code, false},
      {"00000006x", is_organisation_code, false}, {"00000006 ", is_organisation_code, false},
      {"00000006", is_organisation_code, false},  {"ma1k0t014", is_organisation_code, false},
      {"MA1K0T01", is_organisation_code, false},  {"MA1K0T0144", is_organisation_code, false},
      {"MA1K0T015", is_organisation_code, false}, {"", is_organisation_code, false},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("identifiers: a credit code with I, O, S, V, Z or one character changed is wrong") {
  for (const char* text : uscc_examples) {
    CAPTURE(text);
    change(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ", [](const std::string& other) {
      CAPTURE(other);
      CHECK_FALSE(is_uscc(other));
    });
  }
}

TEST_CASE("identifiers: a credit code of the early pilots is odd where it is known, else bad") {
  const auto lawful =
      Set<std::string>::of({std::begin(legacy_examples), std::end(legacy_examples)});
  for (const char* text : legacy_examples) {
    CAPTURE(text);
    CHECK_FALSE(is_uscc(text));
    CHECK(check_uscc(text, lawful) == Check::odd);
    CHECK(check_uscc(text, {}) == Check::bad);
  }
  for (const char* text : uscc_examples) CHECK(check_uscc(text, {}) == Check::good);
  // On the list, and wrong in its organisation code too.
  const std::string wrong = "91350203M0001QAY8B";
  CHECK(check_uscc(wrong, Set<std::string>::of({wrong})) == Check::bad);
}

TEST_CASE("identifiers: a legal entity identifier with any swap or digit changed is wrong") {
  // A letter for a digit changes the length of the number that is divided: one such in 97 passes.
  for (const std::string text : lei_examples) {
    CAPTURE(text);
    change(text, "", [](const std::string& other) { CHECK_FALSE(is_lei(other)); });
    for (std::size_t i = 0; i < text.size(); ++i)
      for (char c = is_digit(text[i]) ? '0' : 'A'; c <= (is_digit(text[i]) ? '9' : 'Z'); ++c) {
        std::string other = text;
        other[i] = c;
        CAPTURE(other);
        CHECK(is_lei(other) == (other == text));
      }
  }
}

TEST_CASE("identifiers: by the name of their type, as a party's private identity gives them") {
  CHECK(fits_type("USCC", "91310115MA1K0T014C"));
  CHECK_FALSE(fits_type("USCC", "91310115MA1K0T014D"));
  CHECK(fits_type("UBI", "12345678"));
  CHECK_FALSE(fits_type("UBI", "1234567"));
  CHECK(fits_type("LEI", "984500TESTHKBANK0162"));
  CHECK_FALSE(fits_type("LEI", "984500TESTHKBANK0163"));
  CHECK(fits_type("DCSA", "anything"));
  CHECK(fits_type("lei", "anything"));
}

TEST_CASE("identifiers: transport") {
  const Row rows[] = {
      {"CSQU3054383", is_container, true},
      {"MSKU0383250", is_container, true},
      {"MEDU8707688", is_container, true},
      {"TSTU3000018", is_container, true},
      {"TSTU0000020", is_container, true},
      {"TCLU4265700", is_container, false},
      {"TCLU4265705", is_container, true},
      {"CSQX3054383", is_container, false},
      {"CSQJ3054383", is_container, false},  // the letter counts
      {"csqu3054383", is_container, false},
      {"CSQU305438", is_container, false},
      {"CSQU30543830", is_container, false},
      {"C5QU3054383", is_container, false},
      {"CSQU3O54383", is_container, false},
      {"", is_container, false},
      {"9074729", is_imo, true},
      {"9176187", is_imo, true},
      {"9074728", is_imo, false},
      {"907472", is_imo, false},
      {"90747290", is_imo, false},
      {"907472X", is_imo, false},
      {"IMO9074729", is_imo, false},
      {"CNSHA", is_unlocode, true},
      {"HKHKG", is_unlocode, true},
      {"CN2BC", is_unlocode, true},
      {"CN1BC", is_unlocode, false},
      {"CN0BC", is_unlocode, false},
      {"C2SHA", is_unlocode, false},
      {"CNSH", is_unlocode, false},
      {"CNSHAN", is_unlocode, false},
      {"CN SHA", is_unlocode, false},
      {"cnsha", is_unlocode, false},
      {"A", is_bill_number, true},
      {"HLCUSHA2603A1234", is_bill_number, true},
      {"hlcu/sha-1", is_bill_number, true},
      {"12345678901234567890123456789012345", is_bill_number, true},
      {"123456789012345678901234567890123456", is_bill_number, false},
      {"", is_bill_number, false},
      {"A B", is_bill_number, false},
      {"A\t", is_bill_number, false},
      {"A\x7f", is_bill_number, false},
      {"Ä", is_bill_number, false},
  };
  for (const Row& row : rows) check(row);
  CHECK(check_container("CSQU3054383") == Check::good);
  CHECK(check_container("TSTU0000020") == Check::odd);  // remainder 10
  CHECK(check_container("TSTU0000021") == Check::bad);
  CHECK(check_container("TCLU4265700") == Check::bad);
}

TEST_CASE("identifiers: customs and tax") {
  const Row rows[] = {
      {"847130", is_goods_code, true},
      {"84713000", is_goods_code, true},
      {"8471300000", is_goods_code, true},
      {"8471300000101", is_goods_code, true},
      {"84713", is_goods_code, false},
      {"8471300", is_goods_code, false},
      {"847130000", is_goods_code, false},
      {"84713000001", is_goods_code, false},
      {"84713000001012", is_goods_code, false},
      {"8471.30", is_goods_code, false},
      {"84713O", is_goods_code, false},
      {"", is_goods_code, false},
      {"224820260000012345", is_entry_id, true},
      {"224820261000012345", is_entry_id, true},
      {"22482026E000012345", is_entry_id, true},
      {"22482026I000012345", is_entry_id, true},
      {"224820262000012345", is_entry_id, false},
      {"224820269000012345", is_entry_id, false},
      {"22482026e000012345", is_entry_id, false},
      {"22482026000001234", is_entry_id, false},
      {"2248202600000123456", is_entry_id, false},
      {"22482026000001234X", is_entry_id, false},
      {"26312000000012345678", is_einvoice_number, true},
      {"26442000000012345678", is_einvoice_number, true},
      {"26012000000012345678", is_einvoice_number, false},
      {"26162000000012345678", is_einvoice_number, false},
      {"2631200000001234567", is_einvoice_number, false},
      {"263120000000123456789", is_einvoice_number, false},
      {"2631200000001234567X", is_einvoice_number, false},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("identifiers: goods codes are compared without dots, by six digits") {
  CHECK(goods_code_of("8471.30") == "847130");
  CHECK(goods_code_of("8471.30.00.00") == "8471300000");
  CHECK(goods_code_of("847130") == "847130");
  for (const char* none :
       {"", ".", ".847130", "847130.", "8471..30", "8471.3", "8471,30", "84 7130"}) {
    CAPTURE(none);
    CHECK_FALSE(goods_code_of(none));
  }
  CHECK(are_same_goods("8471300000", "847130"));
  CHECK(are_same_goods("84713010", "8471300000101"));
  CHECK_FALSE(are_same_goods("847130", "847141"));
  CHECK_FALSE(are_same_goods("84713", "84713"));
  CHECK_FALSE(are_same_goods("", ""));
}
