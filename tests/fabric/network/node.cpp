// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/node.hpp"

#include <algorithm>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/raw_http.hpp"

namespace tradelane::fabric {
namespace {

/// HTTP/1.0: the node closes the connection after its answer, and does not cut it into chunks.
std::string get(std::uint16_t port, const std::string& path) {
  return test::raw_exchange(port, "GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
}

}  // namespace

bool answers(std::uint16_t port, const std::string& path) {
  const std::string answer = get(port, path);
  return answer.size() > 12 && answer.substr(9, 3) == "200";
}

bool accepts(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool connected = ::connect(socket, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
  ::close(socket);
  return connected;
}

namespace {

/// Behind the metric's name and labels; absent: there is no such line.
std::optional<std::string> metric(std::uint16_t operations_port, const std::string& name,
                                  const std::string& channel) {
  const std::string metrics = get(operations_port, "/metrics");
  const std::string line = "\n" + name + "{channel=\"" + channel + "\"} ";
  const auto at = metrics.find(line);
  if (at == std::string::npos) return std::nullopt;
  return metrics.substr(at + line.size(), 20);
}

}  // namespace

std::optional<std::uint64_t> height(std::uint16_t operations_port, const std::string& channel) {
  const auto value = metric(operations_port, "ledger_blockchain_height", channel);
  if (!value) return std::nullopt;
  return std::stoull(*value);
}

bool leads(std::uint16_t operations_port, const std::string& channel) {
  const auto value = metric(operations_port, "consensus_etcdraft_is_leader", channel);
  return value && value->starts_with("1\n");
}

void wait_for_height(const Plan& plan, std::uint64_t blocks) {
  const auto of = [&](const std::string& msp) {
    return height(plan.peer_ports(msp).operations, plan.channel).value_or(0);
  };
  for (const std::string& msp : plan.msps) blocks = std::max(blocks, of(msp));
  for (const std::string& msp : plan.msps)
    wait_until(msp + " has " + std::to_string(blocks) + " blocks",
               [&] { return of(msp) >= blocks; });
}

}  // namespace tradelane::fabric
