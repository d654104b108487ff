// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/run.hpp"

#include <array>
#include <cstdio>

#include <unistd.h>

namespace tradelane::bench {
namespace {

constexpr unsigned server_cpu = 0;
constexpr unsigned driver_cpu = 1;
constexpr double mib = 1024.0 * 1024.0;

double micros(std::uint64_t nanos) { return static_cast<double>(nanos) / 1000; }

std::unique_ptr<Link> dial(const Contestant& contestant, std::uint16_t port, const LinkTls& tls) {
  if (contestant.speaks == Contestant::Speaks::echo_over_socket) return dial_socket(port);
  return dial_grpc(port, tls);
}

}  // namespace

Sample sample(pid_t server) {
  return {.server = usage_of(server), .driver = usage_of(::getpid()), .busy = busy_nanos()};
}

Run run_of(const LoadResult& load, const Sample& from, const Sample& to) {
  if (load.transactions == 0) throw RunFailed("not one transaction ended while it was measured");
  const auto count = static_cast<double>(load.transactions);
  const auto server = to.server.cpu_nanos - from.server.cpu_nanos;
  const auto driver = to.driver.cpu_nanos - from.driver.cpu_nanos;
  const double other =
      static_cast<double>(to.busy - from.busy) - static_cast<double>(server + driver);
  return {.transactions = load.transactions,
          .per_second = count / load.seconds,
          .mean = load.latency.mean() / 1000,
          .p50 = micros(load.latency.at(0.5)),
          .p99 = micros(load.latency.at(0.99)),
          .p999 = micros(load.latency.at(0.999)),
          .server_cpu = micros(server) / count,
          .driver_cpu = micros(driver) / count,
          .switches = static_cast<double>(to.server.switches - from.server.switches) / count,
          .other_cpu = std::max(0.0, other / 1e9 / load.seconds),
          .rss_mib = static_cast<double>(to.server.rss_bytes) / mib,
          .peak_rss_mib = static_cast<double>(to.server.peak_rss_bytes) / mib,
          .threads = to.server.threads};
}

std::string Case::title() const {
  std::string out = workload.name + (tls ? " tls" : " plain") + (modern ? " v3.1" : " v2.5");
  if (workload.value_bytes != 1024) out += " " + std::to_string(workload.value_bytes) + "B";
  if (streams > 1) out += " " + std::to_string(streams) + " streams";
  if (load.delay.count() > 0) out += " delay " + std::to_string(load.delay.count()) + "us";
  return out + (load.rate > 0 ? " " + std::to_string(static_cast<long>(load.rate)) + "/s"
                              : " @" + std::to_string(load.in_flight));
}

Run run_once(const Contestant& contestant, const Case& what, const BenchTls& tls) {
  const bool is_chaincode = contestant.speaks == Contestant::Speaks::chaincode;
  const bool uses_tls = what.tls && is_chaincode;
  const auto slots = Load::slots_of(what.load);
  const auto conversation = is_chaincode ? peer_conversation(what.workload, slots, what.modern)
                                         : echo_conversation(what.workload, slots);
  const RunningServer server(contestant, uses_tls ? &tls : nullptr,
                             what.pinned ? std::optional(server_cpu) : std::nullopt);
  if (what.pinned) pin_to(driver_cpu);
  std::vector<std::unique_ptr<Link>> links;
  for (std::size_t i = 0; i < what.streams; ++i)
    links.push_back(dial(contestant, server.port(), uses_tls ? tls.client() : LinkTls{}));
  Sample from{};
  Sample to{};
  Load load(what.load, links, *conversation);
  const auto result =
      load.run([&] { from = sample(server.pid()); }, [&] { to = sample(server.pid()); });
  Run run = run_of(result, from, to);
  run.contestant = contestant.name;
  run.title = what.title();
  return run;
}

std::string json_of(const Run& run, const std::string& git) {
  std::array<char, 1024> line{};
  std::snprintf(line.data(), line.size(),
                R"({"server":"%s","case":"%s","round":%zu,"transactions":%llu,"tx_s":%.0f,)"
                R"("mean_us":%.1f,"p50_us":%.1f,"p99_us":%.1f,"p999_us":%.1f,"server_us_tx":%.2f,)"
                R"("driver_us_tx":%.2f,"switches_tx":%.3f,"other_cpu":%.2f,"rss_mib":%.1f,)"
                R"("peak_rss_mib":%.1f,"threads":%llu,"git":"%s"})",
                run.contestant.c_str(), run.title.c_str(), run.round,
                static_cast<unsigned long long>(run.transactions), run.per_second, run.mean,
                run.p50, run.p99, run.p999, run.server_cpu, run.driver_cpu, run.switches,
                run.other_cpu, run.rss_mib, run.peak_rss_mib,
                static_cast<unsigned long long>(run.threads), git.c_str());
  return line.data();
}

}  // namespace tradelane::bench
