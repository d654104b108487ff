// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstring>

#include "tests/bench/shim/link.hpp"
#include "tests/bench/shim/pipe.hpp"

namespace tradelane::bench {
namespace {

enum Frame : std::uint8_t {
  data = 0,
  headers = 1,
  rst_stream = 3,
  settings = 4,
  ping = 6,
  goaway = 7,
  window_update = 8
};
constexpr std::uint8_t flag_ack = 1;
constexpr std::uint8_t flag_end_stream = 1;
constexpr std::uint8_t flag_end_headers = 4;
constexpr std::uint8_t flag_padded = 8;
constexpr std::size_t frame_head = 9;
constexpr std::size_t grpc_head = 5;
constexpr std::int64_t largest_window = 0x7fffffff;
constexpr std::int64_t standard_window = 65535;

void append_u32(std::string& out, std::uint32_t value) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) out.push_back(static_cast<char>(value >> shift));
}
std::uint32_t read_u32(std::string_view bytes) {
  std::uint32_t out = 0;
  for (int i = 0; i < 4; ++i)
    out = (out << 8U) | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
  return out;
}
void append_setting(std::string& out, std::uint16_t id, std::uint32_t value) {
  out.push_back(static_cast<char>(id >> 8U));
  out.push_back(static_cast<char>(id));
  append_u32(out, value);
}

/// Without any table and without Huffman codes: short, and read by every server.
std::string request_headers(bool tls) {
  std::string out = "\x83";  // :method POST
  out.push_back(tls ? '\x87' : '\x86');
  const auto add = [&](std::string_view name_index, std::string_view value) {
    out.append(name_index).push_back(static_cast<char>(value.size()));
    out.append(value);
  };
  add("\x04", "/protos.Chaincode/Connect");
  add("\x01", "localhost");
  add(std::string_view("\x0f\x10", 2), "application/grpc");
  add(std::string_view("\0\x02te", 4), "trailers");
  return out;
}

class GrpcLink : public Link {
 public:
  GrpcLink(std::uint16_t port, const LinkTls& tls) : pipe_(port, tls) {
    std::string& out = pipe_.output();
    out = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    std::string payload;
    append_setting(payload, 1, 0);                                           // header table
    append_setting(payload, 2, 0);                                           // no push
    append_setting(payload, 4, static_cast<std::uint32_t>(largest_window));  // stream window
    append_setting(payload, 5, 1U << 20U);                                   // frame size
    append_frame(settings, 0, 0, payload);
    payload.clear();
    append_u32(payload, static_cast<std::uint32_t>(largest_window - standard_window));
    append_frame(window_update, 0, 0, payload);
    append_frame(headers, flag_end_headers, 1, request_headers(!tls.roots.empty()));
    pipe_.flush();
  }

  void send(std::string_view message) override {
    const std::size_t size = grpc_head + message.size();
    const auto room = std::min({connection_window_, stream_window_, std::int64_t{largest_frame_}});
    if (waiting_.empty() && static_cast<std::int64_t>(size) <= room) {
      append_head(data, 0, 1, size);
      append_message(pipe_.output(), message);
      spend(size);
      return;
    }
    append_message(waiting_, message);
    send_waiting();
  }

  void read(const Receive& receive) override {
    pipe_.read(input_);
    std::size_t at = 0;
    while (input_.size() - at >= frame_head) {
      const std::string_view head(input_.data() + at, frame_head);
      const std::size_t size = read_u32(head) >> 8U;
      if (input_.size() - at < frame_head + size) break;
      handle({.type = static_cast<std::uint8_t>(head[3]),
              .flags = static_cast<std::uint8_t>(head[4]),
              .stream = read_u32(head.substr(5)),
              .payload = {input_.data() + at + frame_head, size}},
             receive);
      at += frame_head + size;
    }
    input_.erase(0, at);
    give_back();
  }

  void flush() override { pipe_.flush(); }
  bool wants_write() const override { return pipe_.wants_write(); }
  int fd() const override { return pipe_.fd(); }

 private:
  void append_head(Frame type, std::uint8_t flags, std::uint32_t stream, std::size_t size) {
    std::string& out = pipe_.output();
    const std::array<char, frame_head> head{static_cast<char>(size >> 16U),
                                            static_cast<char>(size >> 8U),
                                            static_cast<char>(size),
                                            static_cast<char>(type),
                                            static_cast<char>(flags),
                                            0,
                                            0,
                                            0,
                                            static_cast<char>(stream)};
    out.append(head.data(), head.size());
  }
  void append_frame(Frame type, std::uint8_t flags, std::uint32_t stream,
                    std::string_view payload) {
    append_head(type, flags, stream, payload.size());
    pipe_.output().append(payload);
  }
  static void append_message(std::string& out, std::string_view message) {
    out.push_back('\0');
    append_u32(out, static_cast<std::uint32_t>(message.size()));
    out.append(message);
  }
  void spend(std::size_t size) {
    connection_window_ -= static_cast<std::int64_t>(size);
    stream_window_ -= static_cast<std::int64_t>(size);
  }

  void send_waiting() {
    std::size_t at = 0;
    while (at < waiting_.size()) {
      const auto room = std::min({connection_window_, stream_window_, std::int64_t{largest_frame_},
                                  static_cast<std::int64_t>(waiting_.size() - at)});
      if (room <= 0) break;
      const auto size = static_cast<std::size_t>(room);
      append_frame(data, 0, 1, {waiting_.data() + at, size});
      spend(size);
      at += size;
    }
    waiting_.erase(0, at);
  }

  struct Received {
    std::uint8_t type;
    std::uint8_t flags;
    std::uint32_t stream;
    std::string_view payload;
  };

  void handle(const Received& frame, const Receive& receive) {
    switch (frame.type) {
      case data:
        return take_data(frame, receive);
      case headers:
        if ((frame.flags & flag_end_stream) != 0)
          throw RunFailed("the server has ended the stream with a status");
        return;
      case settings:
        if ((frame.flags & flag_ack) == 0) take_settings(frame.payload);
        return;
      case ping:
        if ((frame.flags & flag_ack) == 0) append_frame(ping, flag_ack, 0, frame.payload);
        return;
      case window_update:
        (frame.stream == 0 ? connection_window_ : stream_window_) += read_u32(frame.payload);
        return send_waiting();
      case rst_stream:
        throw RunFailed("the server has reset the stream");
      case goaway:
        throw RunFailed("the server has said GOAWAY");
      default:
        return;
    }
  }

  void take_data(const Received& frame, const Receive& receive) {
    std::string_view payload = frame.payload;
    consumed_ += payload.size();
    if ((frame.flags & flag_padded) != 0) {
      const auto padding = static_cast<unsigned char>(payload[0]);
      payload = payload.substr(1, payload.size() - 1 - padding);
    }
    take(payload, receive);
    if ((frame.flags & flag_end_stream) != 0) throw RunFailed("the server has ended the stream");
  }

  void take_settings(std::string_view payload) {
    for (; payload.size() >= 6; payload.remove_prefix(6)) {
      const auto value = read_u32(payload.substr(2));
      if (payload[1] == 4) {
        stream_window_ += std::int64_t{value} - initial_window_;
        initial_window_ = value;
      }
      if (payload[1] == 5) largest_frame_ = value;
    }
    append_frame(settings, flag_ack, 0, {});
    send_waiting();
  }

  /// Whole messages are handed over where they lie.
  void take(std::string_view payload, const Receive& receive) {
    if (partial_.empty()) {
      while (payload.size() >= grpc_head) {
        const std::size_t size = read_u32(payload.substr(1));
        if (payload.size() < grpc_head + size) break;
        receive(payload.substr(grpc_head, size));
        payload.remove_prefix(grpc_head + size);
      }
      partial_.assign(payload);
      return;
    }
    partial_.append(payload);
    while (partial_.size() >= grpc_head) {
      const std::size_t size = read_u32(std::string_view(partial_).substr(1));
      if (partial_.size() < grpc_head + size) return;
      receive(std::string_view(partial_).substr(grpc_head, size));
      partial_.erase(0, grpc_head + size);
    }
  }

  void give_back() {
    if (consumed_ < 1U << 26U) return;
    std::string payload;
    append_u32(payload, static_cast<std::uint32_t>(consumed_));
    append_frame(window_update, 0, 0, payload);
    append_frame(window_update, 0, 1, payload);
    consumed_ = 0;
  }

  Pipe pipe_;
  std::string input_;
  std::string partial_;
  std::string waiting_;
  std::int64_t connection_window_ = standard_window;
  std::int64_t stream_window_ = standard_window;
  std::int64_t initial_window_ = standard_window;
  std::uint32_t largest_frame_ = 16384;
  std::size_t consumed_ = 0;
};

}  // namespace

std::unique_ptr<Link> dial_grpc(std::uint16_t port, const LinkTls& tls) {
  return std::make_unique<GrpcLink>(port, tls);
}

}  // namespace tradelane::bench
