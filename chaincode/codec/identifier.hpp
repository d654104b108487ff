// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chaincode/codec/fields.hpp"

/// Published identifiers of trade, each with its own check (hk-domain.md 4.6). Pure; no folding of
/// case and no trimming: an identifier is right as it stands or it is wrong.
namespace tradelane {

/// `odd`: not by the book, and yet in lawful use; whoever takes it says so.
enum class Check : std::uint8_t { good, odd, bad };

// Companies -------------------------------------------------------------------------------------

/// Unified social credit code, GB 32100-2015: 18 characters without I, O, S, V and Z. Authority and
/// type, region (6 digits), organisation code (9) and a last one that checks the others.
bool is_uscc(std::string_view text);
/// Codes of the early pilots fail the check of the whole and pass that of the organisation code:
/// `odd` for one of `lawful`, those that an operator knows.
Check check_uscc(std::string_view text, const Set<std::string>& lawful);

/// Organisation code, GB 11714: 8 digits or capital letters and a check digit, 0 to 9 or X.
bool is_organisation_code(std::string_view text);

/// Unique business identifier of Hong Kong: 8 digits, the first of a business registration number;
/// or a letter and 7 digits for who has none. Form only: there is no check digit.
bool is_business_registration(std::string_view text);

/// Legal entity identifier, ISO 17442: 18 digits or capital letters, two check digits.
bool is_lei(std::string_view text);

/// False when `type` is USCC, UBI or LEI and `text` is none; other types have no check here.
bool fits_type(std::string_view type, std::string_view text);

// Transport -------------------------------------------------------------------------------------

/// Container number, ISO 6346: owner, U, J or Z, serial number, check digit.
bool is_container(std::string_view text);
/// `odd` when the remainder is 10, which prints as 0 like another: the standard advises against
/// such numbers, and they are in use.
Check check_container(std::string_view text);

/// IMO ship number: seven digits, the last one checks the others.
bool is_imo(std::string_view text);

/// UN/LOCODE: two letters for the country, three of A to Z and 2 to 9 for the place. Form only.
bool is_unlocode(std::string_view text);

/// Number of a bill of lading: 1 to 35 characters of printable ASCII without blanks, unique with
/// its carrier only.
bool is_bill_number(std::string_view text);

// Customs and tax -------------------------------------------------------------------------------

/// Goods code without dots: 6 digits are the same everywhere (HS), 8 and 10 are a country's tariff,
/// 13 are mainland China's with the 3 of its inspection. Form only.
bool is_goods_code(std::string_view text);
/// The same without dots where it had some; absent when that is no goods code.
std::optional<std::string> goods_code_of(std::string_view dotted);
/// Goods of two countries' tariffs are compared by their first six digits.
bool are_same_goods(std::string_view one, std::string_view two);

/// Number of a customs declaration of mainland China: office (4 digits), year (4), flag (0 export,
/// 1 import, E or I for consolidated ones), serial number (9). Form only.
bool is_entry_id(std::string_view text);

/// Number of a fully digitalised invoice of mainland China: 20 digits, of which the third and
/// fourth are a province of GB/T 2260. Form only.
bool is_einvoice_number(std::string_view text);

}  // namespace tradelane
