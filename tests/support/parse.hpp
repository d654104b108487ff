// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdexcept>
#include <string>

namespace tradelane::test {

/// The protocol buffer that `bytes` must be.
template <class Message>
Message parse(const std::string& bytes) {
  Message message;
  if (!message.ParseFromString(bytes))
    throw std::runtime_error("malformed: " + message.GetTypeName());
  return message;
}

}  // namespace tradelane::test
