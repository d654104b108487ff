// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// One JSON object per line and event. Never a payload, never a personal value. Contracts do not
/// log. Safe to share between threads.
namespace tradelane {

enum class LogLevel : std::uint8_t { debug, info, warn, error };

/// "debug" "info" "warn" "error"
std::string_view text_of(LogLevel level);
/// In any case of letters, and by the names that Fabric's programs take as well: `warning` is warn;
/// `notice` is info; `critical`, `dpanic`, `panic` and `fatal` are error. Absent for any other
/// text.
std::optional<LogLevel> log_level_of(std::string_view text);

struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, bool> value;
};

class Log {
 public:
  using Fields = std::initializer_list<LogField>;

  /// Writes to the file descriptor `fd`; lines below `lowest` are dropped.
  explicit Log(int fd, LogLevel lowest = LogLevel::info) : fd_(fd), lowest_(lowest) {}

  /// `event` is a fixed name such as `stream_opened`; values go into `fields`.
  void write(LogLevel level, std::string_view event, Fields fields = {});
  void info(std::string_view event, Fields fields = {}) { write(LogLevel::info, event, fields); }
  void warn(std::string_view event, Fields fields = {}) { write(LogLevel::warn, event, fields); }
  void error(std::string_view event, Fields fields = {}) { write(LogLevel::error, event, fields); }
  void debug(std::string_view event, Fields fields = {}) { write(LogLevel::debug, event, fields); }

  void set_lowest(LogLevel level) { lowest_ = level; }
  LogLevel lowest() const { return lowest_; }

 private:
  int fd_;
  /// Read without the lock: most lines are below it.
  std::atomic<LogLevel> lowest_;
  std::mutex output_;
};

}  // namespace tradelane
