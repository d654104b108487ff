// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "chaincode/shim/codec/answers.hpp"
#include "chaincode/shim/codec/messages.hpp"

/// What a transaction asks its peer: the payloads by the type of their message. Views, as in
/// messages.hpp. An empty collection is the public state.
namespace tradelane::shim::codec {

/// Key and collection: what most requests are.
template <MessageType Type>
struct KeyRequest {
  static constexpr MessageType type = Type;
  std::string_view key = {};
  std::string_view collection = {};

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&KeyRequest::key),
                   field<Kind::text, 2>(&KeyRequest::collection));
  }
};
using GetState = KeyRequest<MessageType::get_state>;
using GetPrivateDataHash = KeyRequest<MessageType::get_private_data_hash>;
using GetStateMetadata = KeyRequest<MessageType::get_state_metadata>;
using DelState = KeyRequest<MessageType::del_state>;
using PurgePrivateData = KeyRequest<MessageType::purge_private_data>;

/// Peers from v3.1 on.
struct GetStateMultiple {
  static constexpr MessageType type = MessageType::get_state_multiple;
  List<std::string_view> keys = {};
  std::string_view collection = {};

  static constexpr auto fields() {
    return listing(field<Kind::texts, 1>(&GetStateMultiple::keys),
                   field<Kind::text, 2>(&GetStateMultiple::collection));
  }
};

struct PutState {
  static constexpr MessageType type = MessageType::put_state;
  std::string_view key = {};
  std::string_view value = {};
  std::string_view collection = {};

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&PutState::key), field<Kind::bytes, 2>(&PutState::value),
                   field<Kind::text, 3>(&PutState::collection));
  }
};

struct PutStateMetadata {
  static constexpr MessageType type = MessageType::put_state_metadata;
  std::string_view key = {};
  std::string_view collection = {};
  std::optional<StateMetadata> metadata = {};

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&PutStateMetadata::key),
                   field<Kind::text, 3>(&PutStateMetadata::collection),
                   field<Kind::message, 4>(&PutStateMetadata::metadata));
  }
};

/// One write of a batch. `kind` is put_state, del_state, put_state_metadata or purge_private_data.
struct WriteRecord {
  std::string_view key = {};
  std::string_view value = {};
  std::string_view collection = {};
  std::optional<StateMetadata> metadata = {};
  MessageType kind = MessageType::undefined;

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&WriteRecord::key),
                   field<Kind::bytes, 2>(&WriteRecord::value),
                   field<Kind::text, 3>(&WriteRecord::collection),
                   field<Kind::message, 4>(&WriteRecord::metadata),
                   field<Kind::number, 5>(&WriteRecord::kind));
  }
};

/// Peers from v3.1 on. They keep the order of the records.
struct WriteBatchState {
  static constexpr MessageType type = MessageType::write_batch_state;
  List<WriteRecord> records = {};

  static constexpr auto fields() {
    return listing(field<Kind::list, 1>(&WriteBatchState::records));
  }
};

/// Pages of a paginated query; the payload of `metadata` below.
struct QueryMetadata {
  std::int32_t page_size = 0;
  std::string_view bookmark = {};

  static constexpr auto fields() {
    return listing(field<Kind::number, 1>(&QueryMetadata::page_size),
                   field<Kind::text, 2>(&QueryMetadata::bookmark));
  }
};

struct GetStateByRange {
  static constexpr MessageType type = MessageType::get_state_by_range;
  std::string_view start = {};
  std::string_view end = {};
  std::string_view collection = {};
  std::string_view metadata = {};  // a QueryMetadata, or empty for all rows

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&GetStateByRange::start),
                   field<Kind::text, 2>(&GetStateByRange::end),
                   field<Kind::text, 3>(&GetStateByRange::collection),
                   field<Kind::bytes, 4>(&GetStateByRange::metadata));
  }
};

struct GetQueryResult {
  static constexpr MessageType type = MessageType::get_query_result;
  std::string_view query = {};
  std::string_view collection = {};
  std::string_view metadata = {};  // a QueryMetadata, or empty for all rows

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&GetQueryResult::query),
                   field<Kind::text, 2>(&GetQueryResult::collection),
                   field<Kind::bytes, 3>(&GetQueryResult::metadata));
  }
};

/// One text: the key of a history, or the id of a query that goes on or is closed.
template <MessageType Type>
struct NameRequest {
  static constexpr MessageType type = Type;
  std::string_view name = {};

  static constexpr auto fields() { return listing(field<Kind::text, 1>(&NameRequest::name)); }
};
using GetHistoryForKey = NameRequest<MessageType::get_history_for_key>;
using QueryStateNext = NameRequest<MessageType::query_state_next>;
using QueryStateClose = NameRequest<MessageType::query_state_close>;

/// ChaincodeSpec: the payload of INVOKE_CHAINCODE. `runtime` is left at 0 by Fabric's own shims.
struct InvokeChaincode {
  static constexpr MessageType type = MessageType::invoke_chaincode;
  std::int32_t runtime = 0;
  std::optional<ChaincodeID> chaincode = {};  // name: `name`, or `name/channel`
  std::optional<ChaincodeInput> input = {};
  std::int32_t timeout = 0;

  static constexpr auto fields() {
    return listing(field<Kind::number, 1>(&InvokeChaincode::runtime),
                   field<Kind::message, 2>(&InvokeChaincode::chaincode),
                   field<Kind::message, 3>(&InvokeChaincode::input),
                   field<Kind::number, 4>(&InvokeChaincode::timeout));
  }
};

}  // namespace tradelane::shim::codec
