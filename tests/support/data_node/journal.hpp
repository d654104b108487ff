// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <vector>

#include "chaincode/codec/json.hpp"

namespace tradelane::data_node {

/// One JSON value per line, on the disk before `append` returns. A last line that a crash tore is
/// dropped when the journal is opened. Used by one thread at a time.
class Journal {
 public:
  explicit Journal(const std::filesystem::path& file);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// What was in it when it was opened.
  const std::vector<Json>& entries() const { return entries_; }
  void append(const Json& entry);

 private:
  int fd_;
  std::vector<Json> entries_;
};

}  // namespace tradelane::data_node
