// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/files.hpp"

#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"

namespace tradelane::devpeer {
namespace {

namespace fs = std::filesystem;

bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void write(const fs::path& path, const std::string& content, mode_t mode) {
  fs::create_directories(path.parent_path());
  fs::path fresh = path;
  fresh += ".new";
  fs::remove(fresh);
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  const bool written = fd >= 0 && write_all(fd, content);
  if (fd >= 0) ::close(fd);
  if (!written) throw Fault(path.string() + " cannot be written");
  fs::rename(fresh, path);
}

}  // namespace

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream out;
  if (!stream || !(out << stream.rdbuf())) throw Fault(path.string() + " cannot be read");
  return out.str();
}

void write_file(const fs::path& path, const std::string& content) { write(path, content, 0644); }
void write_secret(const fs::path& path, const std::string& content) { write(path, content, 0600); }

void make_folder(const fs::path& path, const std::function<void(const fs::path&)>& fill) {
  const fs::path fresh = path.parent_path() / ("." + path.filename().string() + ".new");
  fs::remove_all(fresh);
  fs::create_directories(fresh);
  fill(fresh);
  fs::rename(fresh, path);
}

}  // namespace tradelane::devpeer
