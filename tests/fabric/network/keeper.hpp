// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

/// Processes that stay when a command ends: a keeper in the background holds what was started, and
/// lets go of it when it is told to end.
namespace tradelane::fabric {

/// Something to hold: whatever `start` gave back, destroyed by the keeper when it ends.
using Held = std::shared_ptr<void>;

/// Forks a keeper that calls `start`; returns its process id when that has returned. A `Fault` with
/// the reason when it has thrown. To be called before this process has other threads.
pid_t keep(const std::function<Held()>& start);

/// FOLDER/keepers: one process id a line, oldest first.
void note_keeper(const std::string& folder, pid_t keeper);
std::vector<pid_t> keepers(const std::string& folder);

/// Ends a keeper and waits until it is gone.
void dismiss(pid_t keeper);

}  // namespace tradelane::fabric
