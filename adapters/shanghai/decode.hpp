// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "adapters/shanghai/wire.hpp"
#include "chaincode/base/bytes.hpp"
#include "chaincode/base/result.hpp"

/// Bytes to wire structs. Pure functions, safe from any thread. Refusals: FEED_CHARSET for
/// characters, FEED_SCHEMA for structure; `detail` never quotes the record.
namespace tradelane::shanghai {

/// The character encodings of story.md 6 `charset`. GB18030 stands for GBK and GB2312 too.
enum class Charset { utf8, gb18030 };
constexpr auto enum_texts(Charset) {
  return std::array{std::pair{Charset::utf8, std::string_view("UTF-8")},
                    std::pair{Charset::gb18030, std::string_view("GB18030")}};
}

/// UTF-8 without byte order mark. Refused: malformed bytes, U+FFFD, control characters other than
/// tab, line feed and carriage return.
Result<std::string> to_utf8(std::string_view bytes, Charset charset);

/// A document type is refused: nothing of ours has one, and entities hide in it.
Result<DecMessage> decode_declaration(std::string_view bytes, Charset charset);

Result<Event> decode_event(std::string_view bytes, Charset charset);

/// The node's answer.
Result<Page> decode_page(std::string_view body);

}  // namespace tradelane::shanghai
