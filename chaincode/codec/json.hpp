// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "chaincode/base/result.hpp"

/// JSON as a value, with a strict reader and one canonical writer (RFC 8785). A value holds no
/// floating point: a number is its canonical text. Values are plain data, free to copy and share.
namespace tradelane {

/// The order of RFC 8785 3.2.3: by UTF-16 code units.
struct CanonicalOrder {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

class Json {
 public:
  /// Canonical text of a number, as RFC 8785 prints it.
  struct Number {
    std::string text = {};
    bool operator==(const Number&) const = default;
  };
  using Array = std::vector<Json>;
  using Object = std::map<std::string, Json, CanonicalOrder>;

  Json();  // null
  Json(bool value);
  Json(std::int64_t value);
  Json(int value);
  Json(Number value);
  Json(std::string value);
  Json(std::string_view value);
  Json(const char* value);
  Json(Array value);
  Json(Object value);
  Json(const Json&);
  Json(Json&&) noexcept;
  Json& operator=(const Json&);
  Json& operator=(Json&&) noexcept;
  ~Json();

  bool is_null() const;
  const bool* as_bool() const;
  const Number* as_number() const;
  const std::string* as_string() const;
  const Array* as_array() const;
  const Object* as_object() const;
  Array* as_array();
  Object* as_object();
  /// Present only for a number that is an integer of magnitude at most 2^53 - 1.
  std::optional<std::int64_t> as_integer() const;

  /// The member `name` of an object; null pointer when absent or when this is no object.
  const Json* find(std::string_view name) const;

  bool operator==(const Json&) const;

 private:
  std::variant<std::monostate, bool, Number, std::string, Array, Object> value_;
};

/// What the reader accepts; each limit is inclusive.
struct JsonLimits {
  std::size_t bytes = 1024 * 1024;
  std::size_t depth = 16;
  std::size_t nodes = 10'000;
  std::size_t string_bytes = 256 * 1024;
  std::size_t number_bytes = 40;
};

/// Reads exactly one JSON text. Refused: a duplicate name, a byte order mark, malformed UTF-8, a
/// number that a binary64 does not hold exactly enough to print back (more than 15 significant
/// digits, unless an integer within 2^53 - 1; outside 1e-300 up to 1e301), and ARG_LIMIT beyond
/// `limits`. Everything else malformed is ARG_MALFORMED. `detail` never quotes the text.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

/// RFC 8785: no white space, names in UTF-16 order, shortest numbers and escapes. Two equal values
/// have equal bytes.
std::string canonical(const Json& value);

}  // namespace tradelane

// Compiled once, in json.cpp, as are the members of Json: hardly a source is without them.
extern template class std::vector<tradelane::Json>;
extern template class std::map<std::string, tradelane::Json, tradelane::CanonicalOrder>;
