// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/embedded_ground.hpp"

#include "tests/support/free_ports.hpp"
#include "tests/support/log_file.hpp"
#include "tests/support/process.hpp"

namespace tradelane::scenario {
namespace {

constexpr const char* package_id = "tradelane_1:demo";
constexpr const char* msps = "OCDHS2";
/// A gateway for each organisation, the peer's operations port, the chaincode server.
constexpr std::uint16_t ports_needed = 8;
constexpr int peer_operations = 6;
constexpr int chaincode_port = 7;

class EmbeddedGround : public Ground {
 public:
  EmbeddedGround(const std::string& folder, const Setting& setting)
      : folder_(folder), setting_(setting), port_(test::free_ports(ports_needed)) {
    auto command = peer_command();
    command.push_back("--create-only");
    const std::string log = folder_ + "/" + part::devpeer + ".log";
    test::Process creating(command, log);
    if (creating.wait() != 0)
      throw Fault("the network's files cannot be made: " + test::last_line_of(log));
  }

  std::string files() const override { return folder_ + "/network"; }

  std::vector<Server> servers() const override {
    const std::string tls = files() + "/chaincode/";
    const std::vector<std::string> chaincode{test::program("tradelane-chaincode"),
                                             "--package-id",
                                             package_id,
                                             "--listen",
                                             "127.0.0.1:" + port(chaincode_port),
                                             "--tls-certificate",
                                             tls + "server.crt",
                                             "--tls-key",
                                             tls + "server.key",
                                             "--tls-client-roots",
                                             tls + "client-ca.crt"};
    return {{.name = part::chaincode, .command = chaincode},
            {.name = part::devpeer, .command = peer_command()}};
  }

  void open() override {}
  void check() override {}

  Heights heights() const override {
    return heights_of_devpeer(static_cast<std::uint16_t>(port_ + peer_operations));
  }

  std::string logs() const override { return ""; }

 private:
  std::vector<std::string> peer_command() const;
  std::string port(int offset) const { return std::to_string(port_ + offset); }

  std::string folder_;
  Setting setting_;
  std::uint16_t port_;
};

std::vector<std::string> EmbeddedGround::peer_command() const {
  std::vector<std::string> out{test::program("tradelane-devpeer")};
  const auto add = [&](const std::string& name, const std::string& value) {
    out.insert(out.end(), {name, value});
  };
  for (const std::string& msp : msps_of(msps)) add("--org", msp);
  for (const auto& [alias, role] : test::cast().all())
    add("--party", role.msp + ":" + alias + "=" + role.id.text());
  add("--channel", setting_.channel);
  add("--chaincode", setting_.chaincode + "@" + package_id + "=localhost:" + port(chaincode_port));
  add("--policy", "AND(OperatorMSP,OR(others))");
  add("--out", files());
  add("--data", folder_ + "/ledger");
  add("--listen-base", port(0));
  add("--operations-port", port(peer_operations));
  add("--client-auth", "required");
  add("--batch-ms", "5");
  return out;
}

}  // namespace

std::unique_ptr<Ground> embedded_ground(const std::string& folder, const Setting& setting) {
  return std::make_unique<EmbeddedGround>(folder, setting);
}

std::string embedded_ledger(const std::string& folder) { return folder + "/ledger/ledger.sqlite"; }

}  // namespace tradelane::scenario
