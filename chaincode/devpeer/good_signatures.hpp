// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <mutex>
#include <string_view>
#include <unordered_set>

#include "chaincode/base/bytes.hpp"

namespace tradelane::devpeer {

/// Signatures of one key that are known to be good: what was verified when it came, or made here,
/// is not verified again when its block is validated, which was half of the peer's work with keys.
/// Only good ones are kept, message and signature by digest, so that nothing but the same two is
/// taken for them. Forgets all when it is full. Safe from any thread.
class GoodSignatures {
 public:
  static constexpr std::size_t most = 1000;

  void add(std::string_view message, std::string_view signature);
  bool contains(std::string_view message, std::string_view signature) const;

 private:
  mutable std::mutex mutex_;
  std::unordered_set<Bytes> digests_;
};

}  // namespace tradelane::devpeer
