// SPDX-License-Identifier: Apache-2.0
// The embedded peer from end to end: see tests/bench/README.md.
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"
#include "tests/bench/devpeer/ledger.hpp"
#include "tests/bench/devpeer/load.hpp"
#include "tests/bench/shim/meter.hpp"
#include "tests/support/free_ports.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

namespace {

using namespace tradelane;
using namespace tradelane::bench;

struct Options {
  SubmitOptions submit = {};
  std::size_t batch_count = 200;
  std::size_t batch_ms = 10;
  std::size_t keys = 0;
  double least = 0;
  double most = 2;
};

void declare(CLI::App& app, Options& options) {
  app.add_option("--transactions", options.submit.transactions, "counted")->capture_default_str();
  app.add_option("--clients", options.submit.clients, "at once")->capture_default_str();
  app.add_option("--batch-count", options.batch_count, "transactions in a block at most")
      ->capture_default_str();
  app.add_option("--batch-ms", options.batch_ms, "how long a block waits for more")
      ->capture_default_str();
  app.add_option("--keys", options.keys, "measure reopening a ledger of so many keys instead");
  app.add_option("--least", options.least, "committed transactions per second; fewer fail");
  app.add_option("--most", options.most,
                 "seconds until it is ready for each million keys, begun or whole; more fail")
      ->capture_default_str();
}

/// The toy server of shim_bench behind the embedded peer, by mutual TLS.
class Stage {
 public:
  explicit Stage(const Options& options) : options_(options) {
    run_peer({"--create-only"}).wait();
    const std::string tls = folder_.file("net/chaincode/");
    const std::string address = "127.0.0.1:" + port_;
    for (const auto& [name, value] :
         std::map<std::string, std::string>{{"CHAINCODE_SERVER_ADDRESS", address},
                                            {"CHAINCODE_ID", "bench:devpeer"},
                                            {"CHAINCODE_TLS_DISABLED", "false"},
                                            {"CHAINCODE_TLS_KEY", tls + "server.key"},
                                            {"CHAINCODE_TLS_CERT", tls + "server.crt"},
                                            {"CHAINCODE_CLIENT_CA_CERT", tls + "client-ca.crt"}})
      ::setenv(name.c_str(), value.c_str(), 1);
    chaincode_ = std::make_unique<test::Process>(
        std::vector<std::string>{test::program("bench_toy_server")});
  }

  std::string net() const { return folder_.file("net"); }
  std::string ledger() const {
    std::filesystem::create_directories(folder_.file("data"));
    return folder_.file("data/ledger.sqlite");
  }
  test::Process run_peer(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> command{test::program("tradelane-devpeer"),
                                     "--org",
                                     "A",
                                     "--org",
                                     "B",
                                     "--policy",
                                     "AND(A,B)",
                                     "--chaincode",
                                     "bench=127.0.0.1:" + port_,
                                     "--out",
                                     net(),
                                     "--data",
                                     folder_.file("data"),
                                     "--batch-count",
                                     std::to_string(options_.batch_count),
                                     "--batch-ms",
                                     std::to_string(options_.batch_ms),
                                     "--log-level",
                                     "warn"};
    command.insert(command.end(), more.begin(), more.end());
    return test::Process(command);
  }
  pid_t chaincode() const { return chaincode_->pid(); }

 private:
  const Options& options_;
  test::TempFolder folder_;
  const std::string port_ = std::to_string(test::free_ports(1));
  std::unique_ptr<test::Process> chaincode_;
};

void must_start(test::Process& peer) {
  if (peer.read_line().empty()) throw Fault("the peer does not start");
}

int measure_submits(const Options& given) {
  Options options = given;
  const Stage stage(options);
  test::Process peer = stage.run_peer();
  must_start(peer);
  options.submit.folder = stage.net();
  // At both edges: peer, chaincode, clients.
  std::vector<std::uint64_t> cpu;
  const SubmitResult result = submit_all(options.submit, [&] {
    for (const pid_t pid : {peer.pid(), stage.chaincode(), ::getpid()})
      cpu.push_back(usage_of(pid).cpu_nanos);
  });
  const auto count = static_cast<double>(options.submit.transactions);
  const double rate = count / result.seconds;
  const auto micros = [&](std::size_t part) {
    return static_cast<double>(cpu[part + 3] - cpu[part]) / 1000 / count;
  };
  const auto millis = [&](double share) {
    return static_cast<double>(result.latency.at(share)) / 1e6;
  };
  std::cout << std::fixed << std::setprecision(1) << rate << " committed tx/s by "
            << options.submit.clients << " clients; CPU per transaction: peer " << micros(0)
            << " us, chaincode " << micros(1) << " us, clients " << micros(2) << " us; latency p50 "
            << millis(0.5) << " ms, p99 " << millis(0.99) << " ms\n";
  peer.signal(SIGTERM);
  if (peer.wait() != 0) throw Fault("the peer did not end in order");
  if (rate >= options.least) return 0;
  std::cerr << "devpeer_bench: fewer than " << options.least << " per second\n";
  return 1;
}

int measure_reopening(const Options& options) {
  const Stage stage(options);
  fill_and_die(stage.ledger(), options.keys);
  const auto begun = std::chrono::steady_clock::now();
  test::Process peer = stage.run_peer();
  must_start(peer);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  std::cout << std::fixed << std::setprecision(2) << options.keys
            << " keys after kill -9: ready in " << seconds << " s\n";
  const double most = options.most * std::ceil(static_cast<double>(options.keys) / 1e6);
  if (seconds <= most) return 0;
  std::cerr << "devpeer_bench: more than " << most << " s\n";
  return 1;
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App app{"Committed transactions per second of the embedded peer, from proposal to status"};
  Options options;
  declare(app, options);
  CLI11_PARSE(app, count, arguments);
  try {
    return options.keys == 0 ? measure_submits(options) : measure_reopening(options);
  } catch (const std::exception& error) {
    std::cerr << "devpeer_bench: " << error.what() << "\n";
    return 2;
  }
}
