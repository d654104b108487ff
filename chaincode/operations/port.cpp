// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/port.hpp"

#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace tradelane::operations {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

/// Where no connection can be taken, for want of descriptors as a rule, the next one cannot either.
constexpr std::chrono::milliseconds before_next_try{100};
constexpr std::uint32_t header_bytes = 8 * 1024;
constexpr std::size_t buffer_bytes = 16 * 1024;
constexpr std::size_t body_bytes = 1024;

/// One request and its answer; the connection is closed afterwards.
class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(tcp::socket socket, const Routes& routes, Log& log, std::size_t& open)
      : stream_(std::move(socket)), routes_(routes), log_(log), open_(open) {
    ++open_;
    parser_.header_limit(header_bytes);
    parser_.body_limit(body_bytes);
  }
  ~Exchange() { --open_; }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void begin(std::chrono::milliseconds deadline) {
    stream_.expires_after(deadline);
    http::async_read(stream_, buffer_, parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (!error) self->answer(self->look_up());
                       if (error == http::error::header_limit) self->answer({.status = 431});
                       if (error == http::error::body_limit) self->answer({.status = 413});
                     });
  }

 private:
  using Request = http::request<http::string_body>;

  /// What a parser takes and we do not: it could be read in two ways.
  static bool is_ambiguous(const Request& request) {
    return request.count(http::field::host) != 1 ||
           request.count(http::field::content_length) > 1 ||
           request.count(http::field::transfer_encoding) > 0;
  }

  Answer find() const {
    const Request& request = parser_.get();
    if (is_ambiguous(request))
      return {.status = 400, .body = "one Host, one length and no Transfer-Encoding are needed\n"};
    std::string path(request.target());
    path.resize(std::min(path.size(), path.find('?')));
    const auto route = routes_.find(path);
    if (route == routes_.end()) return {.status = 404, .body = "no such page\n"};
    const Page& page = route->second;
    if (request.method() == http::verb::put && page.put) return page.put(request.body());
    if (request.method() != http::verb::get && request.method() != http::verb::head)
      return {.status = 405, .body = page.put ? "only GET and PUT\n" : "only GET\n"};
    if (!request.body().empty()) return {.status = 413, .body = "no body is needed\n"};
    return page.get();
  }

  Answer look_up() const {
    try {
      return find();
    } catch (const std::exception& error) {
      log_.error("operations_page_failed", {{"reason", error.what()}});
      return {.status = 500, .body = "this page has failed\n"};
    }
  }

  void answer(Answer answer) {
    response_.result(static_cast<unsigned>(answer.status));
    if (!answer.body.empty()) response_.set(http::field::content_type, answer.content_type);
    response_.set(http::field::cache_control, "no-store");
    response_.keep_alive(false);
    response_.body() = std::move(answer.body);
    response_.prepare_payload();
    if (parser_.get().method() == http::verb::head) response_.body().clear();
    http::async_write(stream_, response_,
                      [self = shared_from_this()](beast::error_code, std::size_t) {
                        beast::error_code ignored;
                        self->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
                      });
  }

  beast::tcp_stream stream_;
  const Routes& routes_;
  Log& log_;
  std::size_t& open_;
  beast::flat_buffer buffer_{buffer_bytes};
  http::request_parser<http::string_body> parser_;
  http::response<http::string_body> response_;
};

}  // namespace

struct Port::Impl {
  Impl(std::string host_text, std::uint16_t port_number, Routes all, Log& sink, PortLimits most)
      : host(std::move(host_text)),
        port(port_number),
        routes(std::move(all)),
        log(sink),
        limits(most) {}

  Result<> listen();
  void accept();

  std::string host;
  std::uint16_t port;
  Routes routes;
  Log& log;
  const PortLimits limits;
  std::size_t open = 0;  // before the context: exchanges that end with it count down
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  asio::steady_timer pause{context};
  std::thread thread;
};

Result<> Port::Impl::listen() {
  const std::string where = host + ":" + std::to_string(port);
  beast::error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error) return refuse(Code::arg_malformed, "", "cannot listen on " + where + ": no address");
  const tcp::endpoint endpoint(address, port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return refuse(Code::arg_malformed, "", "cannot listen on " + where + ": " + error.message());
  port = acceptor.local_endpoint().port();
  return Done{};
}

void Port::Impl::accept() {
  acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (!error) {
      if (open < limits.connections)
        std::make_shared<Exchange>(std::move(socket), routes, log, open)->begin(limits.exchange);
      return accept();
    }
    log.warn("operations_accept_failed", {{"reason", error.message()}});
    pause.expires_after(before_next_try);
    pause.async_wait([this](beast::error_code) { accept(); });
  });
}

Port::Port(std::string host, std::uint16_t port, Routes routes, Log& log, PortLimits limits)
    : impl_(std::make_unique<Impl>(std::move(host), port, std::move(routes), log, limits)) {}

Port::~Port() {
  impl_->context.stop();
  if (impl_->thread.joinable()) impl_->thread.join();
}

Result<> Port::start() {
  if (auto listening = impl_->listen(); !listening) return listening;
  impl_->accept();
  impl_->thread = std::thread([this] { impl_->context.run(); });
  return Done{};
}

std::uint16_t Port::port() const { return impl_->port; }

}  // namespace tradelane::operations
