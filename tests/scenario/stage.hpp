// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chaincode/crypto/private_key.hpp"
#include "tests/scenario/step.hpp"
#include "tests/support/http.hpp"
#include "tests/support/process.hpp"

namespace tradelane::scenario {

/// The names of the six processes.
namespace part {
inline constexpr const char* chaincode = "chaincode";
inline constexpr const char* devpeer = "devpeer";
inline constexpr const char* node = "data-node";
inline constexpr const char* cdi = "cdi";
inline constexpr const char* shanghai_adapter = "shanghai-adapter";
inline constexpr const char* cdi_adapter = "cdi-adapter";
}  // namespace part

/// Where a process is to die as by kill -9: one of its fault points, as TRADELANE_FAULT_POINT (for
/// devpeer: as --fault) takes it.
struct Fatality {
  std::string part = {};
  std::string point = {};
};

/// All six processes of the main job on loopback: chaincode server, embedded peer, simulated data
/// node and CDI, both adapters. They end with the object, and with the process that owns it,
/// however it ends. Used by one thread.
class Stage {
 public:
  /// Everything is written below `folder`, which exists. Throws `Fault` with one line that says
  /// which process does not start, and why.
  Stage(std::filesystem::path folder, const Setting& setting,
        std::vector<Fatality> fatalities = {});
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// Starts again what has ended, at the same addresses; waits a moment when nothing has.
  void mend();
  /// The parts that had to be started again, in order.
  const std::vector<std::string>& mended() const { return mended_; }

  /// What tradelane-devpeer wrote: identities, TLS and connection profiles of all organisations.
  std::string network_files() const { return folder_ / "network"; }
  /// A file of the stage's folder.
  std::string file(const std::string& name) const { return folder_ / name; }
  std::string ledger_file() const { return folder_ / "ledger" / "ledger.sqlite"; }
  std::uint16_t peer_operations_port() const;
  /// `http://127.0.0.1:PORT` of the part's own service.
  std::string url_of(const std::string& part) const;

  /// Asks a part over HTTP, again after `mend` until it answers. `Fault` when it never does.
  test::HttpAnswer ask(const std::string& part, const test::HttpRequest& request);
  /// The same for an answer that must be a JSON text with status 200.
  Json ask_json(const std::string& part, const test::HttpRequest& request);

  /// The token of the owner of all records at the data node.
  std::string owner_token() const;
  /// With which a bank signs what it asks of the CDI adapter.
  const crypto::PrivateKey& client_key(const std::string& bank) const { return keys_.at(bank); }

  /// The last lines of every log, for people.
  std::string last_words() const;
  /// Ends everything in order. Afterwards the object is only good for its files.
  void stop();

 private:
  struct Part {
    std::string name;
    std::vector<std::string> command;
    std::string point;
    std::unique_ptr<test::Process> process;
  };

  void create_network(const Setting& setting);
  void start_all(const Setting& setting);
  void start(const std::string& name, std::vector<std::string> command);
  void launch(Part& part);
  void write_clients();
  std::vector<std::string> peer_command(const Setting& setting) const;
  std::vector<std::string> adapter_command(const std::string& program, const std::string& user,
                                           const Setting& setting) const;
  std::uint16_t port(int offset) const;
  std::string log_of(const std::string& name) const { return folder_ / (name + ".log"); }

  std::filesystem::path folder_;
  std::vector<Fatality> fatalities_;
  /// Six gateways, the peer's operations port, chaincode, data node, CDI, CDI adapter.
  std::uint16_t port_;
  std::map<std::string, crypto::PrivateKey> keys_;
  std::vector<Part> parts_;
  std::vector<std::string> mended_;
};

}  // namespace tradelane::scenario
