// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>

#include "chaincode/ledger/changes.hpp"
#include "chaincode/ledger/view.hpp"

namespace tradelane::ledger {

/// A ledger in memory for tests of contracts: the same reads as on a peer, and `apply` commits.
class MemoryView : public ReadView {
 public:
  std::optional<Bytes> get(std::string_view key) override;
  std::vector<std::optional<Bytes>> get_all(const std::vector<std::string>& keys) override;
  void range(std::string_view start, std::string_view end, const Visit& visit) override;
  std::optional<Bytes> get_private(std::string_view collection, std::string_view key) override;

  /// Commits `changes` as one transaction.
  void apply(const Changes& changes);

  const std::map<Changes::Place, Bytes>& state() const { return state_; }
  const std::map<Changes::Place, EndorsementPolicy>& policies() const { return policies_; }
  bool operator==(const MemoryView& other) const {
    return state_ == other.state_ && policies_ == other.policies_;
  }

 private:
  std::map<Changes::Place, Bytes> state_;
  std::map<Changes::Place, EndorsementPolicy> policies_;
};

}  // namespace tradelane::ledger
