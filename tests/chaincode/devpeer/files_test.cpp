// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/files.hpp"

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
namespace fs = std::filesystem;

namespace {

/// What was written to the disk while there is one, in order: a file's name, or a folder's with
/// what is in it.
class SyncRecord {
 public:
  SyncRecord() { current = this; }
  ~SyncRecord() { current = nullptr; }
  SyncRecord(const SyncRecord&) = delete;
  SyncRecord& operator=(const SyncRecord&) = delete;

  void add(const fs::path& path) {
    std::string text = path.filename();
    if (fs::is_directory(path)) {
      std::vector<std::string> names;
      for (const auto& entry : fs::directory_iterator(path))
        names.push_back(entry.path().filename());
      std::sort(names.begin(), names.end());
      text += ":";
      for (const std::string& name : names) text += " " + name;
    }
    synced.push_back(text);
  }

  std::vector<std::string> synced = {};
  static inline thread_local SyncRecord* current = nullptr;
};

}  // namespace

/// Stands before the C library's.
extern "C" int fsync(int fd) {
  if (SyncRecord::current != nullptr)
    SyncRecord::current->add(fs::read_symlink("/proc/self/fd/" + std::to_string(fd)));
  return static_cast<int>(::syscall(SYS_fsync, fd));
}

TEST_CASE("files: written whole, with folders, and secrets for the owner only") {
  const test::TempFolder folder;
  write_file(folder.path() / "a" / "b", "one");
  write_file(folder.path() / "a" / "b", "two");
  CHECK(read_file(folder.path() / "a" / "b") == "two");
  write_secret(folder.path() / "key", "secret");
  CHECK((fs::status(folder.path() / "key").permissions() & fs::perms::mask) ==
        (fs::perms::owner_read | fs::perms::owner_write));
  CHECK_THROWS_AS((void)read_file(folder.path() / "none"), Fault);
  CHECK_THROWS((void)write_file(folder.path() / "key" / "below a file", "x"));
}

TEST_CASE("files: a folder that was not finished is not there, and is made anew") {
  const test::TempFolder folder;
  const fs::path path = folder.path() / "A";
  CHECK_THROWS_AS(make_folder(path,
                              [](const fs::path& at) {
                                write_file(at / "half", "x");
                                throw Fault("interrupted");
                              }),
                  Fault);
  CHECK_FALSE(fs::exists(path));
  make_folder(path, [](const fs::path& at) { write_file(at / "whole", "x"); });
  CHECK(fs::exists(path / "whole"));
  CHECK_FALSE(fs::exists(path / "half"));
}

TEST_CASE("files: on the disk before they have their names, and so are the folders") {
  const test::TempFolder folder;
  const std::string above = folder.path().filename();
  SyncRecord record;
  make_folder(folder.path() / "A",
              [](const fs::path& at) { write_secret(at / "msp" / "key.pem", "secret"); });
  CHECK(record.synced == std::vector<std::string>{above + ": .A.new", ".A.new: msp", "key.pem.new",
                                                  "msp: key.pem", above + ": A"});
  record.synced.clear();
  write_file(folder.path() / "ready.json", "{}");
  CHECK(record.synced == std::vector<std::string>{"ready.json.new", above + ": A ready.json"});
}

TEST_CASE("files: a lock has one holder, and says apart who cannot have it from what cannot be") {
  const test::TempFolder folder;
  const fs::path below = folder.path() / "made";
  {
    const FileLock first(below, "lock");
    CHECK(first.is_held());
    CHECK_FALSE(FileLock(below, "lock").is_held());
  }
  CHECK(FileLock(below, "lock").is_held());
  fs::create_directory(below / "taken");
  CHECK_THROWS_WITH_AS(FileLock(below, "taken"),
                       ((below / "taken").string() + " cannot be opened: Is a directory").c_str(),
                       Fault);
}
