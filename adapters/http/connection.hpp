// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <array>
#include <memory>
#include <type_traits>
#include <utility>

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "adapters/http/problem.hpp"
#include "adapters/http/request_head.hpp"
#include "adapters/http/server_impl.hpp"

namespace tradelane::http {

/// The status and words for what the parser says of a body or a header; absent when the connection
/// is lost and nobody listens.
std::optional<Response> parse_problem(const beast::error_code& error, const Limits& limits);

/// The message that is written for `response`. Throws `Fault` when a header value would break it.
beast::http::response<beast::http::string_body> make_message(const Response& response, bool head,
                                                             bool keep);

/// One connection: request after request, each with its answer. Keeps itself alive by what it waits
/// for. `Stream` is a socket or TLS over one.
template <class Stream>
class Connection : public Open, public std::enable_shared_from_this<Connection<Stream>> {
  static constexpr bool has_tls = !std::is_same_v<Stream, tcp::socket>;

 public:
  Connection(Stream stream, Server::Impl& server, std::string address)
      : Open(server, std::move(address)),
        stream_(std::move(stream)),
        timer_(server.io),
        buffer_(std::max(server.options.limits.buffer_bytes, server.options.limits.header_bytes)) {}

  void begin() {
    if constexpr (has_tls) {
      within(limits().header_read);
      stream_.async_handshake(asio::ssl::stream_base::server, on([](auto& self, auto error) {
                                if (!error) self.await_request();
                              }));
    } else {
      await_request();
    }
  }

  void turn_away(const Response& response) { refuse(response); }

  void drain() override {
    if (waits_) close();
  }

 private:
  using Self = Connection;
  tcp::socket& socket() {
    if constexpr (has_tls) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }
  const Limits& limits() const { return this->server().options.limits; }

  /// A completion handler that keeps this alive: `step(self, error, count…)`.
  template <class Step>
  auto on(Step step) {
    return [self = this->shared_from_this(), step](beast::error_code error, auto... counts) {
      step(*self, error, counts...);
    };
  }

  /// What is under way ends after `most`, with `expired_` set. Replaces the timer before.
  void within(Steady::duration most) {
    expired_ = false;
    timer_.expires_after(most);
    timer_.async_wait([weak = this->weak_from_this(), turn = ++turn_](beast::error_code error) {
      const auto self = weak.lock();
      if (error || !self || turn != self->turn_) return;
      self->expired_ = true;
      beast::error_code ignored;
      self->socket().cancel(ignored);
    });
  }

  std::string_view seen() const {
    const auto data = buffer_.data();
    return {static_cast<const char*>(data.data()), data.size()};
  }

  void await_request() {
    if (this->server().draining) return close();
    waits_ = buffer_.size() == 0;
    within(limits().header_read);
    began_ = Steady::now();
    read_head();
  }

  void read_head() {
    if (auto refused = head_problem(seen(), limits())) return refuse(*refused);
    if (const auto end = head_end(seen())) return parse_head(*end);
    constexpr std::size_t portion = 4096;
    const std::size_t room = buffer_.max_size() - buffer_.size();
    stream_.async_read_some(
        buffer_.prepare(std::min(portion, room)),
        on([](Self& self, auto error, std::size_t count) { self.head_came(error, count); }));
  }

  void head_came(beast::error_code error, std::size_t count) {
    if (expired_ && !waits_) return refuse(too_slow());
    if (error) return close();
    if (std::exchange(waits_, false)) {
      within(limits().header_read);
      began_ = Steady::now();
    }
    buffer_.commit(count);
    read_head();
  }

  void parse_head(std::size_t size) {
    parser_.emplace();
    parser_->body_limit(limits().body_bytes);
    parser_->header_limit(static_cast<std::uint32_t>(limits().header_bytes));
    beast::error_code error;
    buffer_.consume(parser_->put(asio::buffer(buffer_.data(), size), error));
    if (error) return refuse(parse_problem(error, limits()));
    const auto& header = parser_->get();
    Head head{.version = header.version(),
              .method = {header.method_string().data(), header.method_string().size()},
              .target = {header.target().data(), header.target().size()}};
    for (const auto& line : header)
      head.lines.emplace_back(
          std::string_view(line.name_string().data(), line.name_string().size()),
          std::string_view(line.value().data(), line.value().size()));
    auto request = http::read_head(head);
    if (const auto* refused = std::get_if<Response>(&request)) return refuse(*refused);
    request_ = std::move(std::get<Request>(request));
    within(began_ + limits().request - Steady::now());
    if (request_.headers.contains("expect") && !parser_->is_done()) return invite_body();
    read_body();
  }

  void invite_body() {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(go_on.data(), go_on.size()),
                      on([](Self& self, auto error, std::size_t) {
                        if (!error) self.read_body();
                      }));
  }

  void read_body() {
    beast::http::async_read(stream_, buffer_, *parser_,
                            on([](Self& self, auto error, std::size_t) { self.body_came(error); }));
  }

  void body_came(beast::error_code error) {
    if (expired_) return refuse(too_slow());
    if (error) return refuse(parse_problem(error, limits()));
    rest();
    const bool keep = parser_->get().keep_alive() && ++served_ < limits().keep_alive_requests;
    const bool head = request_.method == "HEAD";
    request_.body = std::move(parser_->get().body());
    parser_.reset();
    const auto self = this->shared_from_this();
    const bool taken =
        this->server().work(std::move(request_),
                            [self, keep, head](const Response& r) { self->answer(r, head, keep); });
    if (taken) return;
    Response busy = problem(Problem{.status = 503, .detail = "too many requests wait"});
    busy.headers["Retry-After"] = "1";
    answer(busy, head, keep);
  }

  Response too_slow() const {
    return problem(Problem{.status = 408, .detail = "the request did not come in time"});
  }

  /// The last answer of this connection; without one it is closed.
  void refuse(const std::optional<Response>& response) {
    if (!response) return close();
    answer(*response, false, false);
  }

  void answer(const Response& response, bool head, bool keep) {
    keep = keep && !this->server().draining;
    message_ = make_message(response, head, keep);
    within(limits().request);
    beast::http::async_write(stream_, message_, on([keep](Self& self, auto error, std::size_t) {
                               if (error) return self.close();
                               if (keep) return self.await_request();
                               self.say_goodbye();
                             }));
  }

  /// Closing while bytes of the client are unread would destroy the answer on its way: what still
  /// comes is dropped for a moment.
  void say_goodbye() {
    within(std::chrono::seconds(1));
    if constexpr (has_tls) {
      stream_.async_shutdown(on([](Self& self, auto) { self.end_sending(); }));
    } else {
      end_sending();
    }
  }

  void end_sending() {
    beast::error_code error;
    socket().shutdown(tcp::socket::shutdown_send, error);
    if (error || expired_) return close();
    drop_what_comes();
  }

  void drop_what_comes() {
    socket().async_read_some(asio::buffer(dropped_), on([](Self& self, auto error, std::size_t) {
                               if (error) return self.close();
                               self.drop_what_comes();
                             }));
  }

  /// No timer while the handler works.
  void rest() {
    ++turn_;
    timer_.cancel();
  }

  void close() {
    rest();
    beast::error_code ignored;
    socket().close(ignored);
  }

  Stream stream_;
  asio::steady_timer timer_;
  std::uint64_t turn_ = 0;
  bool expired_ = false;
  /// Nothing of a request has come yet.
  bool waits_ = false;
  Steady::time_point began_ = {};
  std::size_t served_ = 0;
  beast::flat_buffer buffer_;
  std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
  Request request_ = {};
  beast::http::response<beast::http::string_body> message_;
  std::array<char, 4096> dropped_ = {};
};

}  // namespace tradelane::http
