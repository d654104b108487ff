// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

/// DCSA's lists of codes as data (ebl.md 2.2): platforms and who provides lists of codes. What they
/// do not name yet is registered under ZZZ, agreed between the parties, until they do.
namespace tradelane::party {

/// One of DCSA's `eblPlatform`, ESSD included, which CargoDocs has left for IDT.
bool is_dcsa_platform(std::string_view code);
/// One of DCSA's `codeListProvider`: every platform, and GSBN, WISE, GLEIF, W3C, DNB, FMC, DCSA,
/// ZZZ.
bool is_list_provider(std::string_view code);
/// 1 to 4 capital letters or digits, as `eblPlatform` asks for.
bool has_platform_form(std::string_view code);

}  // namespace tradelane::party
