// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

/// The peer's half of the wire format, by hand and without allocations, so that the driver is not
/// what is measured. Not the codec of the server: a mistake there is not made here too.
namespace tradelane::bench {

/// Reads fields one after the other. `ok()` is false once the bytes are no protobuf message.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : bytes_(bytes) {}

  /// False at the end, and after a fault.
  bool next() {
    if (bytes_.empty() || !ok_) return false;
    const std::uint64_t tag = varint();
    field_ = static_cast<std::uint32_t>(tag >> 3U);
    switch (tag & 7U) {
      case 0:
        number_ = varint();
        text_ = {};
        break;
      case 2: {
        const std::uint64_t size = varint();
        if (size > bytes_.size()) ok_ = false;
        text_ = bytes_.substr(0, ok_ ? size : 0);
        bytes_.remove_prefix(text_.size());
        break;
      }
      default:
        ok_ = false;
    }
    return ok_ && field_ != 0;
  }
  bool ok() const { return ok_; }
  std::uint32_t field() const { return field_; }
  std::uint64_t number() const { return number_; }
  std::string_view text() const { return text_; }

 private:
  std::uint64_t varint() {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (bytes_.empty()) break;
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      out |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return out;
    }
    ok_ = false;
    return 0;
  }

  std::string_view bytes_;
  std::uint32_t field_ = 0;
  std::uint64_t number_ = 0;
  std::string_view text_;
  bool ok_ = true;
};

/// The fields of a ChaincodeMessage that a peer looks at; views into the bytes.
struct ChaincodeMessageView {
  std::uint64_t type = 0;
  std::string_view payload = {};
  std::string_view txid = {};
  std::string_view channel = {};
  std::string_view event = {};
  bool is_readable = true;
};

inline ChaincodeMessageView read_message(std::string_view bytes) {
  ChaincodeMessageView out;
  WireReader reader(bytes);
  while (reader.next()) {
    if (reader.field() == 1) out.type = reader.number();
    if (reader.field() == 3) out.payload = reader.text();
    if (reader.field() == 4) out.txid = reader.text();
    if (reader.field() == 6) out.event = reader.text();
    if (reader.field() == 7) out.channel = reader.text();
  }
  out.is_readable = reader.ok();
  return out;
}

inline void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}

inline void append_text(std::string& out, std::uint32_t field, std::string_view text) {
  append_varint(out, (std::uint64_t{field} << 3U) | 2U);
  append_varint(out, text.size());
  out.append(text);
}

inline void append_number(std::string& out, std::uint32_t field, std::uint64_t value) {
  append_varint(out, std::uint64_t{field} << 3U);
  append_varint(out, value);
}

}  // namespace tradelane::bench
