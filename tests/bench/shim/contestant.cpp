// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/contestant.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/shim/meter.hpp"
#include "tests/support/free_ports.hpp"
#include "tests/support/tls.hpp"

namespace tradelane::bench {
namespace {

namespace fs = std::filesystem;
using Speaks = Contestant::Speaks;

constexpr const char* package = "bench:1";
const std::string bin = TRADELANE_BIN_DIR;
const std::string node_folder = TRADELANE_CLIENT_FOLDER;
const std::string quiet_node = "env CORE_CHAINCODE_LOGGING_LEVEL=ERROR node ";

const std::vector<Contestant>& all() {
  static const std::vector<Contestant> known{
      {"ours", bin + "/bench_toy_server"},
      {"workers", bin + "/bench_toy_server 2"},
      {"router", bin + "/bench_router_server"},
      {"node", quiet_node + node_folder + "/toy.mjs"},
      {"node-contract", quiet_node + node_folder + "/contract.mjs"},
      {"grpc-floor", bin + "/bench_grpc_floor", Speaks::echo_over_grpc},
      {"socket-floor", bin + "/bench_socket_floor", Speaks::echo_over_socket}};
  return known;
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

void set(const char* name, const std::string& value) { ::setenv(name, value.c_str(), 1); }

[[noreturn]] void become(const Contestant& contestant, std::uint16_t port, const BenchTls* tls,
                         std::optional<unsigned> cpu) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (cpu) pin_to(*cpu);
  // What a server prints is not the benchmark's; its errors are for whoever runs it.
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDOUT_FILENO);
  if (std::getenv("TRADELANE_BENCH_STDERR") == nullptr) ::dup2(nothing, STDERR_FILENO);
  set("CHAINCODE_SERVER_ADDRESS", "127.0.0.1:" + std::to_string(port));
  set("CHAINCODE_ID", package);
  set("CORE_CHAINCODE_ID_NAME", package);
  set("CHAINCODE_TLS_DISABLED", tls == nullptr ? "true" : "false");
  if (tls != nullptr) {
    set("CHAINCODE_TLS_KEY", tls->file("server.key"));
    set("CHAINCODE_TLS_CERT", tls->file("server.pem"));
    set("CHAINCODE_CLIENT_CA_CERT", tls->file("ca.pem"));
  }
  const std::string command = "exec " + contestant.command;
  ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
  ::_exit(127);
}

}  // namespace

std::optional<Contestant> known_contestant(const std::string& name) {
  for (const Contestant& contestant : all())
    if (contestant.name == name) return contestant;
  return std::nullopt;
}

std::string missing_part(const Contestant& contestant) {
  if (!contestant.name.starts_with("node")) return "";
  if (std::system("command -v node >/dev/null") != 0)
    return "node is missing (apt-get install nodejs npm)";
  if (!fs::exists(node_folder + "/node_modules/fabric-shim"))
    return "fabric-shim is not installed (ctest -R interop_shim installs it)";
  return "";
}

std::vector<Contestant> contestants_of(const std::vector<std::string>& known,
                                       const std::vector<std::string>& others, std::ostream& out) {
  std::vector<Contestant> all;
  for (const auto& name : known) {
    const auto one = known_contestant(name);
    if (!one) throw std::invalid_argument("no server is called " + name);
    if (const auto missing = missing_part(*one); missing.empty()) {
      all.push_back(*one);
    } else {
      out << "not run: " << name << ": " << missing << "\n";
    }
  }
  for (const auto& text : others) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) throw std::invalid_argument("--against wants NAME=COMMAND");
    all.push_back({.name = text.substr(0, equals), .command = text.substr(equals + 1)});
  }
  return all;
}

BenchTls::BenchTls() {
  std::string folder = (fs::temp_directory_path() / "bench_tls_XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) throw RunFailed("no folder for certificates");
  folder_ = folder;
  const auto authority = test::make_authority("bench TLS");
  const auto server = test::issue_pair(authority, "server");
  const auto client = test::issue_pair(authority, "peer");
  write_file(file("ca.pem"), authority.certificate_pem());
  write_file(file("server.pem"), server.certificate);
  write_file(file("server.key"), server.key);
  client_ = {
      .certificate = client.certificate, .key = client.key, .roots = authority.certificate_pem()};
}

BenchTls::~BenchTls() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

RunningServer::RunningServer(const Contestant& contestant, const BenchTls* tls,
                             std::optional<unsigned> cpu)
    : port_(test::free_ports(1)) {
  pid_ = ::fork();
  if (pid_ < 0) throw RunFailed("no process");
  if (pid_ == 0) become(contestant, port_, tls, cpu);
}

RunningServer::~RunningServer() {
  ::kill(pid_, SIGTERM);
  for (int i = 0; i < 100; ++i) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) return;
    ::poll(nullptr, 0, 10);
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

}  // namespace tradelane::bench
