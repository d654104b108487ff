// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <mutex>

#include "adapters/feed/database.hpp"
#include "adapters/feed/store.hpp"

/// What the parts of the store share; nobody else includes this.
namespace tradelane::feed {

/// Holds a file beside the database for one process at a time; the kernel lets go of it when the
/// process ends, however it ends.
class ProcessLock {
 public:
  ProcessLock() = default;
  explicit ProcessLock(const std::string& path);
  ~ProcessLock();
  ProcessLock(const ProcessLock&) = delete;
  ProcessLock& operator=(const ProcessLock&) = delete;
  bool held() const { return held_; }

 private:
  int fd_ = -1;
  bool held_ = false;
};

struct Store::Impl {
  Impl(const std::string& path, StoreLimits most, Clock time)
      : database(path), limits(most), clock(std::move(time)) {}

  Result<Reception> receive_one(const std::string& source, const Arrival& arrival);
  Result<> check_room();
  /// The cursor reaches what was received last when nothing of the source is open any more.
  void move_cursor(const std::string& source);
  std::string source_of(std::int64_t id);
  void drop_envelope(std::int64_t id);
  /// From dead to `state`; false when it was not dead.
  bool leave_dead_letters(std::int64_t id, State state, const std::string& why);

  std::unique_ptr<ProcessLock> lock;
  Database database;
  StoreLimits limits;
  Clock clock;
  std::mutex mutex;
};

}  // namespace tradelane::feed
