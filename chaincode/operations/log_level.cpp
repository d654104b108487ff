// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/log_level.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace tradelane::operations {
namespace {

constexpr const char* json = "application/json";

/// Reads one thing after the other from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool take(std::string_view token) {
    skip_blanks();
    if (!text_.starts_with(token)) return false;
    text_.remove_prefix(token.size());
    return true;
  }
  /// A level has no character that JSON would escape, so neither has what is read here.
  std::string_view take_text() {
    if (!take("\"")) return {};
    const auto end = text_.find_first_of("\"\\");
    if (end == std::string_view::npos || text_[end] == '\\') return {};
    const auto out = text_.substr(0, end);
    text_.remove_prefix(end + 1);
    return out;
  }
  bool is_over() {
    skip_blanks();
    return text_.empty();
  }

 private:
  void skip_blanks() {
    text_.remove_prefix(std::min(text_.find_first_not_of(" \t\r\n"), text_.size()));
  }

  std::string_view text_;
};

std::optional<LogLevel> level_in(std::string_view body) {
  Reader reader(body);
  if (!reader.take("{") || reader.take_text() != "spec" || !reader.take(":")) return std::nullopt;
  const auto level = log_level_of(reader.take_text());
  if (!reader.take("}") || !reader.is_over()) return std::nullopt;
  return level;
}

}  // namespace

Page log_level_page(Log& log) {
  const auto get = [&log] {
    return Answer{.body = R"({"spec":")" + std::string(text_of(log.lowest())) + "\"}\n",
                  .content_type = json};
  };
  const auto put = [&log](const std::string& body) -> Answer {
    const auto level = level_in(body);
    if (!level)
      return {.status = 400,
              .body = "{\"error\":\"spec: one of debug, info, warn and error is needed\"}\n",
              .content_type = json};
    // Said at a level that is shown now, or nobody would know why lines are missing.
    log.write(std::max(log.lowest(), LogLevel::info), "log_level", {{"now", text_of(*level)}});
    log.set_lowest(*level);
    return {.status = 204};
  };
  return {get, put};
}

}  // namespace tradelane::operations
