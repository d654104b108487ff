// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// Parsers and state machines as a stranger would feed them
/// (reliability.md 3.5). A target takes any bytes and ends the process when
/// what must hold does not; the same functions are run on random input by
/// libFuzzer and on the corpus by an ordinary test.
namespace tradelane::fuzz {

struct Target {
  std::string_view name;
  void (*run)(std::string_view bytes);
};

std::span<const Target> targets();
/// Ends the process when there is no target of that name.
const Target& find(std::string_view name);

/// Ends the process with `what` unless `fact`.
void require(bool fact, const char* what);

/// Takes small decisions out of the front of the bytes; 0 when there are none
/// left.
class Source {
 public:
  explicit Source(std::string_view bytes) : left_(bytes) {}

  bool empty() const { return left_.empty(); }
  std::uint8_t octet();
  /// Below `bound`, which is at most 256.
  std::size_t below(std::size_t bound) { return octet() % bound; }
  /// As many bytes as the next one says, or as there are.
  std::string_view piece() { return take(octet()); }
  /// With a length of two bytes.
  std::string_view long_piece();
  std::string_view rest() { return take(left_.size()); }

 private:
  std::string_view take(std::size_t size);
  std::string_view left_;
};

// One file each.
void composite_keys(std::string_view bytes);
void creator(std::string_view bytes);
void grpc_frames(std::string_view bytes);
void http2_server(std::string_view bytes);
void json_canonical(std::string_view bytes);
void json_reader(std::string_view bytes);
void jws(std::string_view bytes);
void message_codec(std::string_view bytes);
void stream(std::string_view bytes);
void stub_answers(std::string_view bytes);

}  // namespace tradelane::fuzz
