// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/message.hpp"
#include "chaincode/base/time.hpp"
#include "chaincode/crypto/private_key.hpp"
#include "tests/support/data_node/journal.hpp"

/// A simulated CDI: the portal at which owners grant and revoke, and the gateway that hands their
/// signed acts to the data provider's adapter. For demonstrations and tests only. What it says over
/// HTTP: README.md beside this file.
namespace tradelane::simulated_cdi {

/// What the adapter answered; status 0 when it did not.
struct Outcome {
  int status = 0;
  std::string body = {};
};

/// One request to the adapter.
struct Signed {
  std::string target = {};
  std::string body = {};
  /// The value of X-JWS-Signature.
  std::string signature = {};
};

struct Setup {
  std::filesystem::path data = {};  // state and key; made when missing
  std::string kid = "cdi-1";
  std::function<Timestamp()> now = {};
  std::function<Outcome(const Signed&)> send = {};
  /// How long whoever asks the portal waits for an answer that does not come.
  std::chrono::milliseconds patience = std::chrono::seconds(30);
};

/// Everything but the sockets. Safe from any thread. State survives the process: an act that was
/// taken is sent until it has a definite answer, and then keeps it.
class Cdi {
 public:
  explicit Cdi(Setup setup);

  http::Response handle(const http::Request& request);

  /// Sends every act that has no answer yet, each once. True when all have one now.
  bool work();
  /// Waits for an act that was not sent yet, but no longer than `most`.
  void await_act(std::chrono::milliseconds most);

 private:
  struct Act {
    std::string id;
    std::string verb;
    Json args;
    int attempts = 0;
    std::optional<Outcome> answer = {};
  };

  void restore(const Json& entry);
  Act& find_or_take(const std::string& verb, const Json& args);
  Act* find(const std::string& id);
  void send(std::size_t index);
  http::Response keys() const;
  http::Response act(const http::Request& request, const std::string& verb);

  Setup setup_;
  crypto::PrivateKey key_;
  std::mutex mutex_;
  std::condition_variable changed_;
  data_node::Journal journal_;
  std::vector<Act> acts_;
};

}  // namespace tradelane::simulated_cdi
