// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/server.hpp"

#include <algorithm>

#include <boost/asio/post.hpp>

#include "adapters/http/connection.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/server_impl.hpp"

namespace tradelane::http {
namespace {

using TlsStream = asio::ssl::stream<tcp::socket>;

/// How many may be on their way out with a refusal, beyond those that are served.
constexpr std::size_t turned_away_at_once = 64;

Error bad(const std::string& what) { return refuse(Code::arg_malformed, "", what); }

Response fault() {
  return problem(Problem{.status = 500, .detail = "the fault is in the log of this server"});
}

}  // namespace

Open::Open(Server::Impl& server, std::string address)
    : server_(server), address_(std::move(address)) {
  server_.connections.insert(this);
  ++server_.addresses[address_];
}

Open::~Open() {
  server_.connections.erase(this);
  if (--server_.addresses[address_] == 0) server_.addresses.erase(address_);
  server_.rest_if_drained();
}

Server::Impl::Impl(ServerOptions given, Handler handles, Log& sink)
    : options(std::move(given)),
      handler(std::move(handles)),
      log(sink),
      workers(std::max<std::size_t>(options.workers, 1)) {}

Result<> Server::Impl::use_tls() {
  if (!options.tls) return Done{};
  beast::error_code error;
  tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                  asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                  asio::ssl::context::no_tlsv1_1 | SSL_OP_NO_RENEGOTIATION);
  tls.use_certificate_chain(asio::buffer(options.tls->certificate), error);
  if (error) return bad("the TLS certificate cannot be read");
  tls.use_private_key(asio::buffer(options.tls->key), asio::ssl::context::pem, error);
  if (error || SSL_CTX_check_private_key(tls.native_handle()) != 1)
    return bad("the TLS key cannot be read, or is not that of the certificate");
  if (options.tls->client_roots.empty()) return Done{};
  tls.add_certificate_authority(asio::buffer(options.tls->client_roots), error);
  if (error) return bad("the roots of TLS clients cannot be read");
  tls.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  return Done{};
}

Result<> Server::Impl::listen() {
  const std::string where = options.host + ":" + std::to_string(options.port);
  beast::error_code error;
  const auto address = asio::ip::make_address(options.host, error);
  if (error) return bad("cannot listen on " + where + ": no address");
  if (!options.tls && !address.is_loopback())
    return bad("cannot listen on " + where + " without TLS: only a loopback address may");
  const tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return bad("cannot listen on " + where + ": " + error.message());
  port = acceptor.local_endpoint().port();
  return Done{};
}

void Server::Impl::accept() {
  acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
    if (draining || error == asio::error::operation_aborted) return;
    if (!error) {
      welcome(std::move(socket));
      return accept();
    }
    log.warn("http_accept_failed", {{"reason", error.message()}});
    pause.expires_after(std::chrono::milliseconds(100));
    pause.async_wait([this](beast::error_code cancelled) {
      if (!cancelled && !draining) accept();
    });
  });
}

void Server::Impl::welcome(tcp::socket socket) {
  beast::error_code error;
  const std::string address = socket.remote_endpoint(error).address().to_string();
  if (error) return;
  const auto from_there = addresses.find(address);
  const Limits& limits = options.limits;
  if (from_there != addresses.end() && from_there->second >= limits.connections_per_address)
    return turn_away(std::move(socket), 429, "connections of one address");
  if (connections.size() >= limits.connections)
    return turn_away(std::move(socket), 503, "connections");
  socket.set_option(tcp::no_delay(true), error);
  if (options.tls)
    return std::make_shared<Connection<TlsStream>>(TlsStream(std::move(socket), tls), *this,
                                                   address)
        ->begin();
  std::make_shared<Connection<tcp::socket>>(std::move(socket), *this, address)->begin();
}

void Server::Impl::turn_away(tcp::socket socket, int status, const std::string& limit) {
  if (options.tls || connections.size() >= options.limits.connections + turned_away_at_once) return;
  Response response = problem(Problem{.status = status, .detail = "too many " + limit});
  response.headers["Retry-After"] = "1";
  // Not counted for its address: it would keep others of it out.
  std::make_shared<Connection<tcp::socket>>(std::move(socket), *this, "")->turn_away(response);
}

bool Server::Impl::work(Request request, std::function<void(Response)> done) {
  if (in_work >= std::max<std::size_t>(options.workers, 1) + options.limits.waiting_requests)
    return false;
  ++in_work;
  asio::post(workers, [this, request = std::move(request), done = std::move(done)]() mutable {
    Response response = handle(request);
    asio::post(io, [this, response = std::move(response), done = std::move(done)] {
      --in_work;
      done(response);
      rest_if_drained();
    });
  });
  return true;
}

/// The one place that catches what a handler throws.
Response Server::Impl::handle(const Request& request) {
  const auto began = Steady::now();
  Response response;
  try {
    response = handler(request);
    make_message(response, false, false);
  } catch (const std::exception& error) {
    log.error("http_handler_failed", {{"method", request.method}, {"reason", error.what()}});
    response = fault();
  } catch (...) {
    log.error("http_handler_failed", {{"method", request.method}, {"reason", "unknown"}});
    response = fault();
  }
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - began);
  log.debug("http_answered", {{"method", request.method},
                              {"status", std::int64_t{response.status}},
                              {"micros", std::int64_t{took.count()}}});
  return response;
}

void Server::Impl::drain() {
  draining = true;
  beast::error_code ignored;
  acceptor.close(ignored);
  pause.cancel();
  for (Open* connection : std::set<Open*>(connections)) connection->drain();
  rest_if_drained();
}

void Server::Impl::rest_if_drained() {
  if (draining && connections.empty() && in_work == 0) guard.reset();
}

Server::Server(ServerOptions options, Handler handler, Log& log)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler), log)) {}

Server::~Server() { stop(); }

Result<> Server::start() {
  if (auto usable = impl_->use_tls(); !usable) return usable;
  if (auto listening = impl_->listen(); !listening) return listening;
  impl_->guard.emplace(impl_->io.get_executor());
  impl_->accept();
  impl_->thread = std::thread([this] { impl_->io.run(); });
  return Done{};
}

std::uint16_t Server::port() const { return impl_->port; }

void Server::stop() {
  if (!impl_->thread.joinable()) return;
  asio::post(impl_->io, [this] { impl_->drain(); });
  impl_->thread.join();
  impl_->workers.join();
}

}  // namespace tradelane::http
