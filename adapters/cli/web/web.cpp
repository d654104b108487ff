// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/web.hpp"

#include <atomic>
#include <csignal>
#include <ostream>

#include <unistd.h>

#include "adapters/cli/blocks.hpp"
#include "adapters/cli/connect.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/problem.hpp"
#include "adapters/cli/web/access.hpp"
#include "adapters/cli/web/routes.hpp"
#include "adapters/http/server.hpp"

namespace tradelane::cli {

namespace {

/// How far back the index reaches unless --from says otherwise.
constexpr std::uint64_t blocks_behind = 10'000;

/// Signals that end the command are kept from every thread until somebody waits for them.
class Signals {
 public:
  Signals() {
    ::sigemptyset(&set_);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&set_, number);
    ::pthread_sigmask(SIG_BLOCK, &set_, &before_);
  }
  ~Signals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  void wait() const {
    int number = 0;
    ::sigwait(&set_, &number);
  }

 private:
  sigset_t set_ = {};
  sigset_t before_ = {};
};

std::uint64_t first_block(const Web& command, std::uint64_t newest) {
  if (!command.from) return newest < blocks_behind ? 0 : newest - blocks_behind;
  if (*command.from <= newest) return *command.from;
  throw Problem(Exit::bad_input,
                "There is no block " + std::to_string(*command.from) + " yet: the newest of " +
                    command.at.channel + " is " + std::to_string(newest) + ".",
                "Give --from up to there, or leave it out.");
}

http::ServerOptions server_options(const Web& command) {
  http::ServerOptions out{.port = command.port};
  // A browser asks for the page's files at once; each open page waits for blocks with one worker.
  out.limits.connections_per_address = out.limits.connections;
  out.limits.keep_alive_requests = 10'000;
  out.workers = 64;
  return out;
}

/// The port is known once the server listens, before anybody is told of it.
class Site {
 public:
  Site(const Web& command, const Link& link, web::BlockFeed& feed, gateway::Gateway& gateway)
      : log_(STDERR_FILENO, LogLevel::warn),
        routes_({.channel = command.at.channel,
                 .chaincode = command.at.chaincode,
                 .peer = settings_of(command.at).connection.address,
                 .identity = link.options.identity},
                feed, gateway),
        server_(
            server_options(command),
            [this](const http::Request& request) { return respond(request); }, log_) {
    if (const auto started = server_.start(); !started)
      throw Problem(Exit::bad_input, started.error().detail,
                    "Give another --port, or none to take any that is free.");
    access_.emplace(web::new_key(), server_.port());
    is_open_.store(true);
  }

  std::string address() const { return access_->address(); }
  void stop() { server_.stop(); }

 private:
  http::Response respond(const http::Request& request) {
    if (!is_open_.load()) return http::Response{.status = 503};
    auto refused = access_->refusal(request);
    return access_->guarded(refused ? std::move(*refused) : routes_(request), request);
  }

  Log log_;
  web::Routes routes_;
  std::optional<web::Access> access_;
  std::atomic<bool> is_open_ = false;
  http::Server server_;
};

void announce(const Screen& screen, const std::string& address, Output output) {
  if (output != Output::table) {
    print(screen.out, Json::Object{{"address", address}}, output);
    screen.out.flush();
    return;
  }
  screen.out << address << "\n" << std::flush;
  screen.err << paint("For this machine only; the key opens it to you. Ctrl-C ends it.",
                      Color::faint, screen.colors_err)
             << "\n";
}

}  // namespace

void run(const Web& command, const Screen& screen) {
  const Signals signals;
  const Link link = link_of(command.at);
  const auto gateway = gateway::make_client(link.connection, link.options);
  const auto peer = gateway::make_block_client(link.connection, link.options);
  // It has a deadline: until the page is up no signal is heard.
  const std::uint64_t newest = newest_block(*peer, command.at.channel);
  web::BlockFeed feed(*peer, command.at.channel, first_block(command, newest), newest);
  Site site(command, link, feed, *gateway);
  announce(screen, site.address(), command.at.output);
  signals.wait();
  // Whoever waits for a block is let go first.
  feed.stop();
  site.stop();
}

}  // namespace tradelane::cli
