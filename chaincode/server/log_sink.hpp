// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/base/result.hpp"

namespace tradelane::server {

/// Where log lines go: a file that is only ever appended to, or standard error. Used on one thread;
/// the descriptor may be written to by any.
class LogSink {
 public:
  /// An empty path is standard error. ARG_MALFORMED when the file cannot be opened.
  static Result<LogSink> open(const std::string& path);
  ~LogSink();
  LogSink(LogSink&& other) noexcept;
  LogSink& operator=(LogSink&&) = delete;

  /// The same for as long as this object lives.
  int fd() const { return fd_; }
  /// Opens the path again, after the file was moved away: lines go to the new one from now on, none
  /// is lost. On a refusal the old one stays in use.
  Result<> reopen() const;

 private:
  LogSink(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}

  std::string path_;
  int fd_;
};

}  // namespace tradelane::server
