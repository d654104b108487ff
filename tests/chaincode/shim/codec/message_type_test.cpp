// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/message_type.hpp"

#include <doctest/doctest.h>

#include "proto/peer/shim.pb.h"

using namespace tradelane::shim::codec;

TEST_CASE("message types: the numbers and names of all are Fabric's") {
  const auto* names = protos::ChaincodeMessage::Type_descriptor();
  for (int i = 0; i < names->value_count(); ++i) {
    const auto* value = names->value(i);
    CHECK(name_of(static_cast<MessageType>(value->number())) == value->name());
  }
  CHECK(static_cast<int>(MessageType::register_chaincode) == protos::ChaincodeMessage::REGISTER);
  CHECK(static_cast<int>(MessageType::get_state_multiple) ==
        protos::ChaincodeMessage::GET_STATE_MULTIPLE);
}

TEST_CASE("message types: what has no name is called by its number") {
  for (const int number : {-1, 12, 26, 1000})
    CHECK(name_of(static_cast<MessageType>(number)) == std::to_string(number));
}
