// SPDX-License-Identifier: Apache-2.0
// The strict reader against Boost.JSON: what we take, it takes, and the value
// is the same; what we refuse and it takes is refused for one of the reasons
// that json.hpp gives.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include <boost/json.hpp>

#include "chaincode/base/bytes.hpp"
#include "chaincode/codec/json.hpp"
#include "chaincode/codec/number.hpp"
#include "tests/fuzz/target.hpp"

namespace tradelane::fuzz {
namespace {

namespace bj = boost::json;

bool same(const Json& ours, const bj::value& theirs);

bool same_number(const Json::Number& ours, const bj::value& theirs) {
  if (const auto* integer = theirs.if_int64()) {
    const auto text = canonical_number(std::to_string(*integer));
    return text && *text == ours.text;
  }
  if (!theirs.is_number()) return false;
  const double number = std::strtod(ours.text.c_str(), nullptr);
  const auto read = theirs.to_number<double>();
  // Boost 1.81 reads zero with an exponent above 308 as zero times infinity.
  if (std::isnan(read)) return number == 0;
  // It rounds the last bits of some numbers wrongly, such as 9012.25e-109.
  constexpr double rounding = 4 * std::numeric_limits<double>::epsilon();
  return std::abs(number - read) <= rounding * std::abs(number);
}

bool same_object(const Json::Object& ours, const bj::object& theirs) {
  return ours.size() == theirs.size() &&
         std::all_of(ours.begin(), ours.end(), [&](const auto& member) {
           const auto* value = theirs.if_contains(member.first);
           return value != nullptr && same(member.second, *value);
         });
}

bool same(const Json& ours, const bj::value& theirs) {
  if (ours.is_null()) return theirs.is_null();
  if (const auto* truth = ours.as_bool()) return theirs.is_bool() && theirs.get_bool() == *truth;
  if (const auto* text = ours.as_string())
    return theirs.is_string() && std::string_view(theirs.get_string()) == *text;
  if (const auto* number = ours.as_number()) return same_number(*number, theirs);
  if (const auto* object = ours.as_object())
    return theirs.is_object() && same_object(*object, theirs.get_object());
  const auto& array = *ours.as_array();
  return theirs.is_array() && std::equal(array.begin(), array.end(), theirs.get_array().begin(),
                                         theirs.get_array().end(), same);
}

/// The refusals of well-formed JSON, by their detail.
bool is_strictness(const Error& error) {
  constexpr std::array<std::string_view, 2> strict{"duplicate name",
                                                   "number with more than 15 significant digits"};
  return error.code == Code::arg_limit ||
         std::find(strict.begin(), strict.end(), error.detail) != strict.end();
}

}  // namespace

void json_reader(std::string_view bytes) {
  const JsonLimits limits{.bytes = 4096, .depth = 8, .nodes = 200, .string_bytes = 256};
  const auto ours = parse_json(bytes, limits);
  bj::error_code failed;
  bj::parse_options options;
  options.max_depth = 64;
  const bj::value theirs = bj::parse(bytes, failed, {}, options);
  if (ours) {
    require(!failed && is_utf8(bytes), "what we read is JSON");
    require(same(*ours, theirs), "and means what Boost reads in it");
  } else {
    require(ours.error().detail.size() < 64, "a refusal does not quote the text");
    require(failed || is_strictness(ours.error()), "JSON is refused for a reason of ours only");
  }
}

}  // namespace tradelane::fuzz
