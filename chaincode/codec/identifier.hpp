// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

/// Check digits of published identifiers. Pure; no folding of case and no trimming: an identifier
/// is right as it stands or it is wrong.
namespace tradelane {

/// Unified social credit code, GB 32100-2015: 18 characters, the last one checks the others.
bool is_uscc(std::string_view text);

/// Container number, ISO 6346: owner, U, J or Z, serial number, check digit.
bool is_container(std::string_view text);

/// IMO ship number: seven digits, the last one checks the others.
bool is_imo(std::string_view text);

/// UN/LOCODE: two letters for the country, three of A to Z and 2 to 9 for the place. Form only.
bool is_unlocode(std::string_view text);

/// Number of a customs declaration of mainland China: office (4 digits), year (4), flag (0 export,
/// 1 import, E or I for consolidated ones), serial number (9). Form only.
bool is_entry_id(std::string_view text);

}  // namespace tradelane
