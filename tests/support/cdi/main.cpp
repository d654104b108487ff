// SPDX-License-Identifier: Apache-2.0
// The simulated CDI as a process, on loopback only. State is on the disk before each answer, so it
// may be killed any time.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <map>

#include "adapters/http/server.hpp"
#include "tests/support/cdi/cdi.hpp"
#include "tests/support/http.hpp"

namespace {

using namespace tradelane;
using std::chrono::milliseconds;

constexpr const char* usage =
    "usage: simulated-cdi --data DIR --adapter http://127.0.0.1:PORT [--port N] [--kid KID]\n"
    "A simulator for demonstrations and tests. Listens on 127.0.0.1; port 0 takes a free one, and\n"
    "the address is the first line of its output.\n";

constexpr std::string_view loopback = "http://127.0.0.1:";
constexpr milliseconds shortest_wait{100};
constexpr milliseconds longest_wait{2'000};

struct Options {
  simulated_cdi::Setup setup;
  std::uint16_t adapter = 0;
  std::uint16_t port = 0;
};

Timestamp clock_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(since).count()};
}

bool read_port(std::string_view text, std::uint16_t& into) {
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, into);
  return error == std::errc{} && last == end;
}

std::optional<Options> parse_options(int argc, char** argv) {
  std::map<std::string_view, std::string_view> values;
  for (int i = 1; i + 1 < argc; i += 2) values[argv[i]] = argv[i + 1];
  Options out{.setup = {.now = clock_now}};
  for (const auto& [name, value] : values) {
    bool good = true;
    if (name == "--data") {
      out.setup.data = value;
    } else if (name == "--kid") {
      out.setup.kid = value;
    } else if (name == "--port") {
      good = read_port(value, out.port);
    } else if (name == "--adapter") {
      good = value.starts_with(loopback) && read_port(value.substr(loopback.size()), out.adapter);
    } else {
      good = false;
    }
    if (!good) return std::nullopt;
  }
  if (argc % 2 == 0 || out.setup.data.empty() || out.adapter == 0) return std::nullopt;
  out.setup.send = [port = out.adapter](const simulated_cdi::Signed& request) {
    const auto answer = test::http_exchange(
        port,
        {.method = "POST",
         .target = request.target,
         .headers = {{"Content-Type", "application/json"}, {"X-JWS-Signature", request.signature}},
         .body = request.body});
    return simulated_cdi::Outcome{.status = answer.status, .body = answer.body};
  };
  return out;
}

int serve(const Options& options) {
  simulated_cdi::Cdi cdi(options.setup);
  Log log(2, LogLevel::warn);
  http::Server server(
      {.port = options.port}, [&](const http::Request& request) { return cdi.handle(request); },
      log);
  if (const auto started = server.start(); !started) throw Fault(started.error().message());
  std::printf("simulated CDI (synthetic consents) on http://127.0.0.1:%u\n",
              static_cast<unsigned>(server.port()));
  std::fflush(stdout);
  for (milliseconds wait = shortest_wait;;) {
    wait = cdi.work() ? shortest_wait : std::min(wait * 2, longest_wait);
    cdi.await_act(wait);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  const auto options = parse_options(argc, argv);
  if (options) return serve(*options);
  std::fputs(usage, stderr);
  return 2;
} catch (const std::exception& error) {
  std::fprintf(stderr, "simulated-cdi: %s\n", error.what());
  return 1;
}
