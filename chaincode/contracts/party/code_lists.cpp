// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/code_lists.hpp"

#include <algorithm>
#include <array>

#include "chaincode/base/id.hpp"

namespace tradelane::party {
namespace {

using T = std::string_view;
constexpr std::array platforms{T("WAVE"), T("CARX"), T("IDT"),  T("ESSD"), T("BOLE"),
                               T("EDOX"), T("IQAX"), T("SECR"), T("TRGO"), T("ETEU"),
                               T("TRAC"), T("BRIT"), T("COVA"), T("ETIT"), T("KTNE"),
                               T("CRED"), T("BLOC"), T("DOCU"), T("AEOT"), T("SGTD")};
constexpr std::array others{T("GSBN"), T("WISE"), T("GLEIF"), T("W3C"),
                            T("DNB"),  T("FMC"),  T("DCSA"),  T("ZZZ")};

bool is_in(const auto& list, std::string_view code) {
  return std::find(list.begin(), list.end(), code) != list.end();
}

}  // namespace

bool is_dcsa_platform(std::string_view code) { return is_in(platforms, code); }
bool is_list_provider(std::string_view code) {
  return is_in(platforms, code) || is_in(others, code);
}
bool has_platform_form(std::string_view code) {
  return !code.empty() && code.size() <= 4 &&
         std::all_of(code.begin(), code.end(), is_upper_or_digit);
}

}  // namespace tradelane::party
