// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/error.hpp>

#include "adapters/http/server.hpp"

/// What the parts of the server share; nobody outside this folder includes this.
namespace tradelane::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Steady = std::chrono::steady_clock;

/// A connection as the server knows it: counted from the first moment to the last.
class Open {
 public:
  Open(Server::Impl& server, std::string address);
  virtual ~Open();
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;

  /// Closes it when it waits for a request; otherwise its answer is the last.
  virtual void drain() = 0;

 protected:
  Server::Impl& server() const { return server_; }

 private:
  Server::Impl& server_;
  std::string address_;
};

/// Everything but `handler` runs on the thread of `io`.
struct Server::Impl {
  Impl(ServerOptions given, Handler handles, Log& sink);

  Result<> use_tls();
  Result<> listen();
  void accept();
  void welcome(tcp::socket socket);
  /// Answers without reading a request.
  void turn_away(tcp::socket socket, int status, const std::string& limit);

  /// Runs the handler elsewhere and `done` back here; false when too many wait already.
  bool work(Request request, std::function<void(Response)> done);
  Response handle(const Request& request);
  void drain();
  /// Lets `run` end once nothing is open any more.
  void rest_if_drained();

  ServerOptions options;
  Handler handler;
  Log& log;
  std::set<Open*> connections;
  std::map<std::string, std::size_t> addresses;
  std::size_t in_work = 0;
  bool draining = false;
  asio::io_context io{1};
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> guard;
  asio::ssl::context tls{asio::ssl::context::tls_server};
  tcp::acceptor acceptor{io};
  asio::steady_timer pause{io};
  asio::thread_pool workers;
  std::thread thread;
  std::uint16_t port = 0;
};

}  // namespace tradelane::http
