// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Canonical JSON as text, without a `Json` in between: what has a known form is written and read
/// in one go. Plain data and pure functions.
namespace tradelane {

/// `text` between quotes, as RFC 8785 writes it.
void append_json_string(std::string& out, std::string_view text);
void append_json_integer(std::string& out, std::int64_t value);

/// Goes through a text from front to back. Nothing or false means that something else stands there,
/// be it right or wrong: white space, an escape, another number. Then the text is for `parse_json`,
/// and the cursor of no use any more.
class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take(std::string_view literal) {
    if (!rest_.starts_with(literal)) return false;
    rest_.remove_prefix(literal.size());
    return true;
  }
  /// A string of UTF-8 without escapes; a view into the text.
  std::optional<std::string_view> take_string();
  /// An integer from 0 to 2^53 - 1.
  std::optional<std::int64_t> take_count();

 private:
  std::string_view rest_;
};

}  // namespace tradelane
