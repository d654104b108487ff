// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>

namespace tradelane::shim::codec {

/// ChaincodeMessage.Type. A peer may send numbers that have no name here.
enum class MessageType : std::int32_t {
  undefined = 0,
  register_chaincode = 1,
  registered = 2,
  init = 3,
  ready = 4,
  transaction = 5,
  completed = 6,
  error = 7,
  get_state = 8,
  put_state = 9,
  del_state = 10,
  invoke_chaincode = 11,
  response = 13,
  get_state_by_range = 14,
  get_query_result = 15,
  query_state_next = 16,
  query_state_close = 17,
  keepalive = 18,
  get_history_for_key = 19,
  get_state_metadata = 20,
  put_state_metadata = 21,
  get_private_data_hash = 22,
  purge_private_data = 23,
  write_batch_state = 24,
  get_state_multiple = 25
};

/// Fabric's name, "GET_STATE"; the number of a type that has none.
std::string name_of(MessageType type);

}  // namespace tradelane::shim::codec
