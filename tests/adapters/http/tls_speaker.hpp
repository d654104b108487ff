// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <future>
#include <string>
#include <thread>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>

#include "tests/adapters/gateway/gateway_double.hpp"

namespace tradelane::test {

/// Takes one connection by TLS, reads something and answers `answer`: what a web server says to
/// HTTP/2 that it did not expect. It asks for a certificate and takes any of `tls.roots`.
class TlsSpeaker {
 public:
  TlsSpeaker(const TlsFiles& tls, std::string answer)
      : answer_(std::move(answer)), context_(context_of(tls)) {
    acceptor_.async_accept(stream_.next_layer(), [this](Error error) {
      if (!error) greet();
    });
    thread_ = std::thread([this] { io_.run_for(std::chrono::seconds(20)); });
  }
  ~TlsSpeaker() {
    io_.stop();
    thread_.join();
  }
  TlsSpeaker(const TlsSpeaker&) = delete;
  TlsSpeaker& operator=(const TlsSpeaker&) = delete;

  std::string port() const { return std::to_string(port_); }
  /// The name that whoever shook hands asked for; "" for none. Waits for the handshake; once.
  std::string asked_for() {
    auto name = asked_for_.get_future();
    const bool is_known = name.wait_for(std::chrono::seconds(20)) == std::future_status::ready;
    return is_known ? name.get() : "(no handshake)";
  }

 private:
  using Error = boost::system::error_code;

  static boost::asio::ssl::context context_of(const TlsFiles& tls) {
    namespace ssl = boost::asio::ssl;
    ssl::context out(ssl::context::tls_server);
    out.use_certificate_chain(boost::asio::buffer(tls.server_certificate));
    out.use_private_key(boost::asio::buffer(tls.server_key), ssl::context::pem);
    out.add_certificate_authority(boost::asio::buffer(tls.roots));
    out.set_verify_mode(ssl::verify_peer);
    return out;
  }

  void greet() {
    stream_.async_handshake(boost::asio::ssl::stream_base::server, [this](Error error) {
      const char* name = ::SSL_get_servername(stream_.native_handle(), TLSEXT_NAMETYPE_host_name);
      asked_for_.set_value(name == nullptr ? "" : name);
      if (!error) listen();
    });
  }
  void listen() {
    stream_.async_read_some(boost::asio::buffer(heard_), [this](Error error, std::size_t) {
      if (!error) speak();
    });
  }
  void speak() {
    boost::asio::async_write(stream_, boost::asio::buffer(answer_),
                             [this](Error, std::size_t) { stream_.async_shutdown([](Error) {}); });
  }

  std::string answer_;
  std::array<char, 256> heard_ = {};
  std::promise<std::string> asked_for_;
  boost::asio::io_context io_;
  boost::asio::ssl::context context_;
  boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
  std::uint16_t port_ = acceptor_.local_endpoint().port();
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_{io_, context_};
  std::thread thread_;
};

}  // namespace tradelane::test
