// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "chaincode/base/result.hpp"

namespace tradelane::devpeer {

/// Reads what the peer itself has written, or has read before and kept. Throws `Fault` when it
/// cannot be read: the ledger is broken, or this program is. `what` names it: "a block".
template <class Message>
Message read_own(std::string_view bytes, const char* what) {
  Message out;
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    throw Fault(std::string(what) + " of this peer's own cannot be read");
  return out;
}

}  // namespace tradelane::devpeer
