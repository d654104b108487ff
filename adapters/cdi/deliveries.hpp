// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <mutex>
#include <optional>
#include <string>

#include "adapters/cdi/wire.hpp"
#include "adapters/feed/database.hpp"

/// Which accesses were delivered, to whom and with what: digests and ids, never an opening.
namespace tradelane::cdi {

struct Delivery {
  Digest access_id = {};
  consent::ConsentId consent_id = {};
  PartyId recipient = {};
  /// SHA-256 of the signed body that was answered: the very same may be answered again.
  Digest body = {};
  /// What was handed over, without the openings' texts.
  std::vector<FactsOpening> items = {};
  Timestamp at = {};
};

/// A SQLite file of its own. Rows are written once. Safe from any thread.
class Deliveries {
 public:
  explicit Deliveries(const std::string& path);

  std::optional<Delivery> find(const Digest& access_id) const;

  /// On the disk when it returns. False when the access was delivered before: that row stays.
  bool record(const Delivery& delivery);

 private:
  mutable std::mutex mutex_;
  mutable feed::Database database_;
};

}  // namespace tradelane::cdi
