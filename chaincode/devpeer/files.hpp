// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <functional>
#include <string>

/// Files that are there whole or not at all, however the process or the machine ends: each is on
/// the disk before it has its name, since a ledger is of no use without the keys it was written
/// with. What cannot be read or written is a `Fault` that names the path.
namespace tradelane::devpeer {

std::string read_file(const std::filesystem::path& path);

/// Makes the folder above when it is missing, writes beside and renames.
void write_file(const std::filesystem::path& path, const std::string& content);
/// The same, readable by the owner only from the first byte on.
void write_secret(const std::filesystem::path& path, const std::string& content);

/// Fills a fresh folder beside `path` and gives it that name when `fill` has returned. What an
/// interrupted attempt left is removed first.
void make_folder(const std::filesystem::path& path,
                 const std::function<void(const std::filesystem::path&)>& fill);

/// One holder at a time of FOLDER/<name>, which is made when missing; it is free again with the
/// holder's end, whatever that is. `Fault` where the file cannot be opened.
class FileLock {
 public:
  FileLock(const std::filesystem::path& folder, const char* name);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  /// False: another one has it.
  bool is_held() const { return held_; }

 private:
  int fd_ = -1;
  bool held_ = false;
};

}  // namespace tradelane::devpeer
