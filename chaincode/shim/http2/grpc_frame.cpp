// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/grpc_frame.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "chaincode/base/spare_bytes.hpp"

namespace tradelane::shim::http2 {
namespace {

constexpr std::size_t prefix_size = 5;

// A length is only a claim: until so much has come in, memory is taken as the bytes come. Then the
// rest is taken at once, so that a large message is never moved from one buffer to a larger one.
constexpr std::size_t trusted_reserve = 1024 * 1024;

std::size_t length_of(const char* head) {
  std::size_t length = 0;
  for (std::size_t i = 1; i < prefix_size; ++i)
    length = (length << 8U) | static_cast<unsigned char>(head[i]);
  return length;
}

void write_prefix(std::size_t length, char* into) {
  into[0] = '\0';
  for (std::size_t i = 0; i < 4; ++i) into[4 - i] = static_cast<char>((length >> (8U * i)) & 0xFFU);
}

}  // namespace

Bytes frame_message(std::string_view message) {
  Bytes out(prefix_size, '\0');
  write_prefix(message.size(), out.data());
  return out.append(message);
}

MessageReader::Verdict MessageReader::feed(std::string_view bytes, std::vector<Bytes>& messages) {
  while (!bytes.empty()) {
    if (head_size_ < whole_head) {
      const std::size_t take = std::min(whole_head - head_size_, bytes.size());
      std::memcpy(head_ + head_size_, bytes.data(), take);
      head_size_ += take;
      bytes.remove_prefix(take);
      if (head_size_ < whole_head) return Verdict::ok;
      if (head_[0] != '\0') return Verdict::compressed;
      expected_ = length_of(head_);
      if (expected_ > largest_) return Verdict::too_large;
      body_ = with_room(std::min(expected_, trusted_reserve));
    }
    const std::size_t take = std::min(expected_ - body_.size(), bytes.size());
    if (body_.size() + take > body_.capacity()) body_.reserve(expected_);
    body_.append(bytes.substr(0, take));
    bytes.remove_prefix(take);
    if (body_.size() < expected_) return Verdict::ok;
    head_size_ = 0;
    messages.push_back(std::exchange(body_, Bytes()));
  }
  return Verdict::ok;
}

void MessageWriter::add(Bytes message) {
  bytes_ += message.size();
  messages_.push_back(std::move(message));
}

std::size_t MessageWriter::take(std::uint8_t* into, std::size_t room) {
  std::size_t made = 0;
  while (made < room && !messages_.empty()) {
    const Bytes& message = messages_.front();
    if (offset_ < prefix_size) {
      char prefix[prefix_size];
      write_prefix(message.size(), prefix);
      const std::size_t take = std::min(prefix_size - offset_, room - made);
      std::memcpy(into + made, prefix + offset_, take);
      made += take;
      offset_ += take;
      if (offset_ < prefix_size) break;
    }
    const std::size_t taken = offset_ - prefix_size;
    const std::size_t take = std::min(message.size() - taken, room - made);
    std::memcpy(into + made, message.data() + taken, take);
    made += take;
    offset_ += take;
    bytes_ -= take;
    if (taken + take < message.size()) break;
    make_spare(std::move(messages_.front()));
    messages_.pop_front();
    offset_ = 0;
  }
  return made;
}

void MessageWriter::clear() { *this = MessageWriter(); }

}  // namespace tradelane::shim::http2
