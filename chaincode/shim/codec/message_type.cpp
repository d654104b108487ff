// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/message_type.hpp"

#include <array>

namespace tradelane::shim::codec {
namespace {

/// By number; Fabric has no 12.
constexpr std::array names{"UNDEFINED",
                           "REGISTER",
                           "REGISTERED",
                           "INIT",
                           "READY",
                           "TRANSACTION",
                           "COMPLETED",
                           "ERROR",
                           "GET_STATE",
                           "PUT_STATE",
                           "DEL_STATE",
                           "INVOKE_CHAINCODE",
                           "",
                           "RESPONSE",
                           "GET_STATE_BY_RANGE",
                           "GET_QUERY_RESULT",
                           "QUERY_STATE_NEXT",
                           "QUERY_STATE_CLOSE",
                           "KEEPALIVE",
                           "GET_HISTORY_FOR_KEY",
                           "GET_STATE_METADATA",
                           "PUT_STATE_METADATA",
                           "GET_PRIVATE_DATA_HASH",
                           "PURGE_PRIVATE_DATA",
                           "WRITE_BATCH_STATE",
                           "GET_STATE_MULTIPLE"};

}  // namespace

std::string name_of(MessageType type) {
  const auto number = static_cast<std::int32_t>(type);
  if (number < 0 || number >= static_cast<std::int32_t>(names.size()))
    return std::to_string(number);
  const char* name = names.at(static_cast<std::size_t>(number));
  return *name == '\0' ? std::to_string(number) : name;
}

}  // namespace tradelane::shim::codec
