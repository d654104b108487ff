// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include <nghttp2/nghttp2.h>

#include "chaincode/shim/http2/grpc_stream.hpp"

/// Header fields, and what gRPC puts into them. Pure; for the .cpp files of this folder.
namespace tradelane::shim::http2 {

/// Lives as long as both texts; nghttp2 copies them.
nghttp2_nv field(std::string_view name, std::string_view value);

/// As a limit on header fields counts it: RFC 9113 6.5.2.
inline std::size_t listed_size(std::string_view name, std::string_view value) {
  return name.size() + value.size() + 32;
}

/// gRPC's percent-encoding of status messages: printable ASCII except '%' stays.
std::string percent_encoded(std::string_view text);
/// The other way; what is not well formed stays as it is.
std::string percent_decoded(std::string_view text);

/// `Status` for the digits of `grpc-status`; `unknown` for anything else.
Status parse_status(std::string_view digits);

/// Lets nghttp2 take the output of `stream`, which outlives what it was given for.
nghttp2_data_provider provider_of(GrpcStream& stream);

}  // namespace tradelane::shim::http2
