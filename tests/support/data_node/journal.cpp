// SPDX-License-Identifier: Apache-2.0
#include "tests/support/data_node/journal.hpp"

#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

namespace tradelane::data_node {
namespace {

constexpr JsonLimits line_limits{
    .bytes = 16 * 1024 * 1024, .nodes = 10'000, .string_bytes = 8 * 1024 * 1024};

void require(bool ok, const char* what) {
  if (!ok) throw Fault(std::string("journal: ") + what);
}

}  // namespace

Journal::Journal(const std::filesystem::path& file)
    : fd_(::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  require(fd_ >= 0, "cannot open");
  std::ostringstream content;
  content << std::ifstream(file, std::ios::binary).rdbuf();
  const std::string text = content.str();
  const std::size_t whole = text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1;
  require(::ftruncate(fd_, static_cast<off_t>(whole)) == 0, "cannot drop a torn line");
  for (std::size_t at = 0; at < whole;) {
    const std::size_t end = text.find('\n', at);
    auto entry = parse_json(std::string_view(text).substr(at, end - at), line_limits);
    require(entry.ok(), "a line is no JSON");
    entries_.push_back(std::move(*entry));
    at = end + 1;
  }
}

Journal::~Journal() { ::close(fd_); }

void Journal::append(const Json& entry) {
  const std::string line = canonical(entry) + "\n";
  require(::write(fd_, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
              ::fdatasync(fd_) == 0,
          "cannot write");
}

}  // namespace tradelane::data_node
