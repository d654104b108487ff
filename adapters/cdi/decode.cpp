// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/decode.hpp"

namespace tradelane::cdi {
namespace {

/// An opening is a text of some kilobytes; a node may have many versions of one record.
constexpr JsonLimits node_limits{.bytes = 4 * 1024 * 1024};
constexpr JsonLimits body_limits{.bytes = largest_body};

template <class Wire>
Result<Wire> decode(std::string_view bytes, const JsonLimits& limits) {
  const auto json = parse_json(bytes, limits);
  if (!json) return json.error();
  return from_json<Wire>(*json);
}

}  // namespace

Result<ActMessage> decode_act(std::string_view body) {
  return decode<ActMessage>(body, body_limits);
}

Result<DataRequestMessage> decode_data_request(std::string_view body) {
  return decode<DataRequestMessage>(body, body_limits);
}

Result<ReadStatement> decode_read(std::string_view payload) {
  return decode<ReadStatement>(payload, body_limits);
}

Result<NodeOpenings> decode_openings(std::string_view body) {
  return decode<NodeOpenings>(body, node_limits);
}

}  // namespace tradelane::cdi
