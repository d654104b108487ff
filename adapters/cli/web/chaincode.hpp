// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

#include "adapters/cli/metadata.hpp"
#include "adapters/http/message.hpp"

namespace tradelane::cli::web {

/// The chaincode as the page asks it: evaluated, never submitted, and only what it calls a question
/// itself. Safe from any thread.
class Chaincode {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  /// `gateway` outlives this.
  Chaincode(gateway::Gateway& gateway, ConnectionFlags at,
            Clock now = std::chrono::steady_clock::now);

  /// What it says of itself, asked again after a minute, and when nobody answered after five
  /// seconds; null when it says nothing.
  std::shared_ptr<const Metadata> metadata();

  /// `{"answer": …}`. `args`: JSON, an object, or an array of texts, or "" for none. 403 for a
  /// transaction that is not tagged as a question, 404 for one that the metadata does not name, 502
  /// while nobody can say what the chaincode has.
  http::Response query(const std::string& function, const std::string& args);

 private:
  struct Known {
    std::shared_ptr<const Metadata> metadata = {};
    /// Why there is none.
    http::Response why_not = {};
  };
  Known known();
  Known ask() const;

  gateway::Gateway& gateway_;
  const ConnectionFlags at_;
  const Clock now_;
  std::mutex mutex_;
  Known known_;
  /// When to ask again; absent: now.
  std::optional<std::chrono::steady_clock::time_point> holds_until_;
};

}  // namespace tradelane::cli::web
