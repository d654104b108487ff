// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/strict_json.hpp"

#include <set>
#include <string>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>

namespace tradelane::crypto {
namespace {

using Error = boost::json::error_code;

/// Hears every name with its escapes resolved and objects to the second of a kind in one object.
struct UniqueNames {
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  std::vector<std::set<std::string>> objects = {};
  std::string name = {};

  bool on_object_begin(Error&) { return objects.emplace_back(), true; }
  bool on_object_end(std::size_t, Error&) { return objects.pop_back(), true; }
  bool on_key_part(boost::json::string_view part, std::size_t, Error&) {
    return name.append(part.data(), part.size()), true;
  }
  bool on_key(boost::json::string_view part, std::size_t, Error& error) {
    name.append(part.data(), part.size());
    if (!objects.back().insert(name).second) error = boost::json::error::extra_data;
    name.clear();
    return !error.failed();
  }

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_array_begin(Error&) { return true; }
  bool on_array_end(std::size_t, Error&) { return true; }
  bool on_string_part(boost::json::string_view, std::size_t, Error&) { return true; }
  bool on_string(boost::json::string_view, std::size_t, Error&) { return true; }
  bool on_number_part(boost::json::string_view, Error&) { return true; }
  bool on_int64(std::int64_t, boost::json::string_view, Error&) { return true; }
  bool on_uint64(std::uint64_t, boost::json::string_view, Error&) { return true; }
  bool on_double(double, boost::json::string_view, Error&) { return true; }
  bool on_bool(bool, Error&) { return true; }
  bool on_null(Error&) { return true; }
  bool on_comment_part(boost::json::string_view, Error&) { return true; }
  bool on_comment(boost::json::string_view, Error&) { return true; }
};

bool has_unique_names(std::string_view text) {
  boost::json::basic_parser<UniqueNames> parser{boost::json::parse_options{}};
  Error error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  return !error.failed() && read == text.size();
}

}  // namespace

std::optional<boost::json::object> parse_strict_object(std::string_view text) {
  Error error;
  boost::json::value json = boost::json::parse(text, error);
  if (error.failed() || !json.is_object() || !has_unique_names(text)) return std::nullopt;
  return std::move(json.get_object());
}

}  // namespace tradelane::crypto
