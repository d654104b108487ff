// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/header_field.hpp"

#include <charconv>

#include "chaincode/base/bytes.hpp"

namespace tradelane::shim::http2 {

nghttp2_nv field(std::string_view name, std::string_view value) {
  // The signature of nghttp2 is not const.
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= ' ' && c <= '~' && c != '%') {
      out.push_back(c);
    } else {
      out.append("%").append(to_hex(std::string_view(&c, 1)));
    }
  }
  return out;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = text[at] == '%' ? from_hex(text.substr(at + 1, 2)) : std::nullopt;
    if (byte && byte->size() == 1) {
      out += *byte;
      at += 2;
    } else {
      out.push_back(text[at]);
    }
  }
  return out;
}

Status parse_status(std::string_view digits) {
  std::uint8_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_known = error == std::errc() && end == digits.data() + digits.size() &&
                        number <= static_cast<std::uint8_t>(Status::unauthenticated);
  return is_known ? static_cast<Status>(number) : Status::unknown;
}

nghttp2_data_provider provider_of(GrpcStream& stream) {
  nghttp2_data_provider provider{};
  provider.source.ptr = &stream;
  provider.read_callback = [](nghttp2_session*, std::int32_t, std::uint8_t* into, std::size_t room,
                              std::uint32_t* flags, nghttp2_data_source* source, void*) {
    return static_cast<GrpcStream*>(source->ptr)->produce(into, room, flags);
  };
  return provider;
}

}  // namespace tradelane::shim::http2
