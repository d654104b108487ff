// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/log_sink.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace tradelane::server {
namespace {

Result<int> open_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0)
    return refuse(Code::arg_malformed, "",
                  "log-file: " + path + " cannot be written (" + std::strerror(errno) +
                      "); give a file in a folder that this user may write to");
  return fd;
}

}  // namespace

Result<LogSink> LogSink::open(const std::string& path) {
  if (path.empty()) return LogSink("", STDERR_FILENO);
  const auto fd = open_file(path);
  if (!fd) return fd.error();
  return LogSink(path, *fd);
}

LogSink::LogSink(LogSink&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

LogSink::~LogSink() {
  if (fd_ >= 0 && fd_ != STDERR_FILENO) ::close(fd_);
}

Result<> LogSink::reopen() const {
  if (fd_ == STDERR_FILENO) return Done{};
  const auto next = open_file(path_);
  if (!next) return next.error();
  // The descriptor keeps its number and changes its file in one step.
  ::dup3(*next, fd_, O_CLOEXEC);
  ::close(*next);
  return Done{};
}

}  // namespace tradelane::server
