// SPDX-License-Identifier: Apache-2.0
// The simulated data node as a process. One request at a time and on loopback only: it serves one
// adapter in a demonstration. State is on the disk before each answer, so it may be killed any
// time.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <sys/socket.h>

#include "chaincode/base/fault_point.hpp"
#include "tests/support/data_node/node.hpp"

namespace {

using namespace tradelane;
namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr const char* usage =
    "usage: simulated-data-node --fixtures DIR --data DIR --source-node ID --owner ID\n"
    "                           [--port N] [--kid KID] [--release-all]\n"
    "A simulator for demonstrations and tests. Listens on 127.0.0.1; port 0 takes a free one, and\n"
    "the address is the first line of its output. --release-all serves every record at once.\n";

struct Options {
  data_node::Setup setup;
  std::uint16_t port = 0;
};

Timestamp clock_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(since).count()};
}

std::optional<Options> parse_options(int argc, char** argv) {
  Options out{.setup = {.now = clock_now}};
  std::map<std::string_view, std::string> values;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--release-all") {
      out.setup.release_all = true;
    } else if (i + 1 < argc) {
      values[name] = argv[++i];
    } else {
      return std::nullopt;
    }
  }
  for (const auto& [name, value] : values) {
    if (name == "--fixtures")
      out.setup.fixtures = value;
    else if (name == "--data")
      out.setup.data = value;
    else if (name == "--source-node")
      out.setup.source_node = value;
    else if (name == "--owner")
      out.setup.owner = value;
    else if (name == "--kid")
      out.setup.kid = value;
    else if (name == "--port") {
      const char* end = value.data() + value.size();
      if (std::from_chars(value.data(), end, out.port).ptr != end) return std::nullopt;
    } else
      return std::nullopt;
  }
  const data_node::Setup& setup = out.setup;
  if (setup.fixtures.empty() || setup.data.empty()) return std::nullopt;
  if (!PartyId::parse(setup.source_node) || !PartyId::parse(setup.owner)) return std::nullopt;
  return out;
}

std::optional<data_node::Request> read_request(const http::request<http::string_body>& message) {
  const auto url =
      boost::urls::parse_origin_form({message.target().data(), message.target().size()});
  if (!url) return std::nullopt;
  data_node::Request out{.method = std::string(message.method_string()), .body = message.body()};
  out.path = url->path();
  for (const auto& parameter : url->params()) out.query[parameter.key] = parameter.value;
  const std::string authorization{message[http::field::authorization]};
  constexpr std::string_view scheme = "Bearer ";
  if (authorization.starts_with(scheme)) out.bearer = authorization.substr(scheme.size());
  return out;
}

void answer(data_node::Node& node, tcp::socket& socket) {
  const timeval patience{.tv_sec = 5, .tv_usec = 0};
  ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  boost::beast::flat_buffer buffer;
  http::request_parser<http::string_body> parser;
  parser.body_limit(64 * 1024);
  boost::system::error_code error;
  http::read(socket, buffer, parser, error);
  if (error) return;
  const auto request = read_request(parser.get());
  const data_node::Answer answer =
      request ? node.handle(*request) : data_node::Answer{400, Json::Object{{"status", 400}}};
  http::response<http::string_body> response;
  response.result(static_cast<unsigned>(answer.status));
  response.set(http::field::content_type, "application/json");
  response.set(http::field::server, "simulated-data-node");
  response.keep_alive(false);
  response.body() = canonical(answer.body);
  response.prepare_payload();
  fault_point("node.answering");
  http::write(socket, response, error);
  socket.shutdown(tcp::socket::shutdown_both, error);
}

int serve(const Options& options) {
  data_node::Node node(options.setup);
  asio::io_context context;
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), options.port});
  std::printf("simulated data node (synthetic records) on http://127.0.0.1:%u\n",
              static_cast<unsigned>(acceptor.local_endpoint().port()));
  std::fflush(stdout);
  for (;;) {
    tcp::socket socket(context);
    acceptor.accept(socket);
    answer(node, socket);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  const auto options = parse_options(argc, argv);
  if (options) return serve(*options);
  std::fputs(usage, stderr);
  return 2;
} catch (const std::exception& error) {
  std::fprintf(stderr, "simulated-data-node: %s\n", error.what());
  return 1;
}
