// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace tradelane::fabric {

/// A hundred ports of this machine that nobody listens on, while this lives. Fabric's nodes must
/// know their ports before they start, so none can be left to the kernel: the ports lie below those
/// that it hands out, and a lock file keeps other networks of this library away.
class PortBlock {
 public:
  static constexpr std::uint16_t size = 100;

  PortBlock();
  ~PortBlock();
  PortBlock(const PortBlock&) = delete;
  PortBlock& operator=(const PortBlock&) = delete;

  std::uint16_t first() const { return first_; }

 private:
  int lock_ = -1;
  std::uint16_t first_ = 0;
};

}  // namespace tradelane::fabric
