// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/log.hpp"

#include <chrono>
#include <cstdio>
#include <utility>

#include <unistd.h>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/time.hpp"

namespace tradelane {
namespace {

void append_quoted(std::string& out, std::string_view text) {
  if (!is_utf8(text)) return append_quoted(out, to_hex(text));
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
      out.append(escaped);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void append_value(std::string& out, const LogField& field) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    append_quoted(out, *text);
  } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    out.append(std::to_string(*number));
  } else {
    out.append(std::get<bool>(field.value) ? "true" : "false");
  }
}

std::string now_text() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::seconds>(now).count()}.text();
}

}  // namespace

std::string_view text_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warn:
      return "warn";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

std::optional<LogLevel> log_level_of(std::string_view text) {
  static constexpr std::pair<std::string_view, LogLevel> names[] = {
      {"debug", LogLevel::debug},    {"info", LogLevel::info},    {"notice", LogLevel::info},
      {"warn", LogLevel::warn},      {"warning", LogLevel::warn}, {"error", LogLevel::error},
      {"critical", LogLevel::error}, {"dpanic", LogLevel::error}, {"panic", LogLevel::error},
      {"fatal", LogLevel::error}};
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (const auto& [name, level] : names)
    if (name == lower) return level;
  return std::nullopt;
}

void Log::write(LogLevel level, std::string_view event, Fields fields) {
  if (level < lowest_) return;
  const std::lock_guard lock(output_);
  std::string line = R"({"time":")" + now_text() + R"(","level":")";
  line.append(text_of(level)).append(R"(","event":)");
  append_quoted(line, event);
  for (const LogField& field : fields) {
    line.push_back(',');
    append_quoted(line, field.name);
    line.push_back(':');
    append_value(line, field);
  }
  line.append("}\n");
  // A log line that cannot be written has nowhere else to be reported.
  [[maybe_unused]] const auto written = ::write(fd_, line.data(), line.size());
}

}  // namespace tradelane
