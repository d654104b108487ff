// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "chaincode/shim/codec/messages.hpp"

/// What a peer answers: the payloads of READY and of RESPONSE. Views, as in messages.hpp. The
/// payload that answers INVOKE_CHAINCODE is a MessageView, with a Response in it.
namespace tradelane::shim::codec {

/// Payload of READY, from v3.1 on; a peer of v2.5 sends none.
struct ChaincodeAdditionalParams {
  bool use_write_batch = false;
  std::uint32_t max_size_write_batch = 0;
  bool use_get_multiple_keys = false;
  std::uint32_t max_size_get_multiple_keys = 0;

  static constexpr auto fields() {
    return listing(field<Kind::number, 1>(&ChaincodeAdditionalParams::use_write_batch),
                   field<Kind::number, 2>(&ChaincodeAdditionalParams::max_size_write_batch),
                   field<Kind::number, 3>(&ChaincodeAdditionalParams::use_get_multiple_keys),
                   field<Kind::number, 4>(&ChaincodeAdditionalParams::max_size_get_multiple_keys));
  }
};

struct GetStateMultipleResult {
  List<std::string_view> values = {};

  static constexpr auto fields() {
    return listing(field<Kind::list, 1>(&GetStateMultipleResult::values));
  }
};

/// QueryResultBytes: the row is a KV, or a KeyModification in a history.
struct QueryRow {
  std::string_view bytes = {};

  static constexpr auto fields() { return listing(field<Kind::bytes, 1>(&QueryRow::bytes)); }
};

struct QueryResponse {
  List<QueryRow> rows = {};
  bool has_more = false;
  std::string_view id = {};
  std::string_view metadata = {};  // a QueryResponseMetadata

  static constexpr auto fields() {
    return listing(field<Kind::list, 1>(&QueryResponse::rows),
                   field<Kind::number, 2>(&QueryResponse::has_more),
                   field<Kind::text, 3>(&QueryResponse::id),
                   field<Kind::bytes, 4>(&QueryResponse::metadata));
  }
};

struct QueryResponseMetadata {
  std::int32_t fetched_records_count = 0;
  std::string_view bookmark = {};

  static constexpr auto fields() {
    return listing(field<Kind::number, 1>(&QueryResponseMetadata::fetched_records_count),
                   field<Kind::text, 2>(&QueryResponseMetadata::bookmark));
  }
};

struct KV {
  std::string_view name_space = {};
  std::string_view key = {};
  std::string_view value = {};

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&KV::name_space), field<Kind::text, 2>(&KV::key),
                   field<Kind::bytes, 3>(&KV::value));
  }
};

struct KeyModification {
  std::string_view txid = {};
  std::string_view value = {};
  std::optional<WireTime> timestamp = {};
  bool is_delete = false;

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&KeyModification::txid),
                   field<Kind::bytes, 2>(&KeyModification::value),
                   field<Kind::message, 3>(&KeyModification::timestamp),
                   field<Kind::number, 4>(&KeyModification::is_delete));
  }
};

struct StateMetadata {
  std::string_view metakey = {};
  std::string_view value = {};

  static constexpr auto fields() {
    return listing(field<Kind::text, 1>(&StateMetadata::metakey),
                   field<Kind::bytes, 2>(&StateMetadata::value));
  }
};

struct StateMetadataResult {
  List<StateMetadata> entries = {};

  static constexpr auto fields() {
    return listing(field<Kind::list, 1>(&StateMetadataResult::entries));
  }
};

}  // namespace tradelane::shim::codec
