// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
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

/// The names in a folder are on the disk afterwards.
void sync(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!synced) throw Fault(folder.string() + " cannot be written to the disk");
}

void make_folders(const fs::path& folder) {
  if (fs::exists(folder)) return;
  const fs::path above = fs::absolute(folder).parent_path();
  make_folders(above);
  fs::create_directory(folder);
  sync(above);
}

void write(const fs::path& path, const std::string& content, mode_t mode) {
  make_folders(path.parent_path());
  fs::path fresh = path;
  fresh += ".new";
  fs::remove(fresh);
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  const bool written = fd >= 0 && write_all(fd, content) && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!written) throw Fault(path.string() + " cannot be written");
  fs::rename(fresh, path);
  sync(path.parent_path());
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
  make_folders(fresh);
  fill(fresh);
  fs::rename(fresh, path);
  sync(path.parent_path());
}

FileLock::FileLock(const fs::path& folder, const char* name) {
  make_folders(folder);
  const fs::path path = folder / name;
  fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd_ < 0) throw Fault(path.string() + " cannot be opened: " + std::strerror(errno));
  held_ = ::flock(fd_, LOCK_EX | LOCK_NB) == 0;
  if (held_ || errno == EWOULDBLOCK) return;
  const std::string why = std::strerror(errno);
  ::close(fd_);
  throw Fault(path.string() + " cannot be locked: " + why);
}

FileLock::~FileLock() { ::close(fd_); }

}  // namespace tradelane::devpeer
