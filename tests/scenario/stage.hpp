// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chaincode/crypto/private_key.hpp"
#include "tests/scenario/embedded_ground.hpp"
#include "tests/scenario/ground.hpp"
#include "tests/support/http.hpp"
#include "tests/support/process.hpp"

namespace tradelane::scenario {

/// The names of the processes besides those of the ground.
namespace part {
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

/// All processes of the main job on loopback: a network with our chaincode on it (on the embedded
/// one a chaincode server and the peer), simulated data node and CDI, both adapters. They end with
/// the object, and with the process that owns it, however it ends. Used by one thread.
class Stage {
 public:
  /// Everything is written below `folder`, which exists. Throws `Fault` with one line that says
  /// which process does not start, and why.
  Stage(std::filesystem::path folder, const Setting& setting, std::unique_ptr<Ground> ground,
        std::vector<Fatality> fatalities = {});
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// Starts again what has ended, at the same addresses; waits a moment when nothing has.
  void mend();
  /// The parts that had to be started again, in order.
  const std::vector<std::string>& mended() const { return mended_; }

  /// Identities, TLS and connection profiles of all organisations.
  std::string network_files() const { return ground_->files(); }
  Heights heights() const { return ground_->heights(); }
  /// A file of the stage's folder.
  std::string file(const std::string& name) const { return folder_ / name; }
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

  void start_all(const Setting& setting);
  void start(const std::string& name, std::vector<std::string> command);
  void launch(Part& part);
  void write_clients();
  std::vector<std::string> adapter_command(const std::string& program, const std::string& user,
                                           const Setting& setting) const;
  std::uint16_t port(int offset) const;
  std::string log_of(const std::string& name) const { return folder_ / (name + ".log"); }

  std::filesystem::path folder_;
  std::vector<Fatality> fatalities_;
  std::unique_ptr<Ground> ground_;
  /// Data node, CDI, CDI adapter.
  std::uint16_t port_ = 0;
  std::map<std::string, crypto::PrivateKey> keys_;
  std::vector<Part> parts_;
  std::vector<std::string> mended_;
};

}  // namespace tradelane::scenario
