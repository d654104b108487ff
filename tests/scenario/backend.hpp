// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "tests/scenario/step.hpp"

namespace tradelane::scenario {

/// One call by one of the cast.
struct Call {
  std::string by = {};
  std::string function = {};
  Json args = {};
  test::Transient transient = {};
  /// MSPs whose peers endorse; nothing for a query.
  std::vector<std::string> endorsers = {};
};

/// What its client sees of it.
struct Receipt {
  int status = 0;
  /// A refusal's token and whole text; empty on success.
  std::string token = {};
  std::string message = {};
  Json payload = {};
  std::string txid = {};
  /// Its block; 0 where there are none.
  std::uint64_t block = 0;
  /// The entries of its event.
  std::vector<Json> entries = {};

  bool ok() const { return status < 400; }
};

/// A network on which the story can be played. Used on one thread.
class Backend {
 public:
  virtual ~Backend() = default;
  /// Returns when the transaction is committed or refused.
  virtual Receipt submit(const Call& call) = 0;
  virtual Receipt query(const Call& call) = 0;
  /// A text that changes with every write: the height of a channel, the whole state of a memory.
  virtual std::string mark() = 0;
};

}  // namespace tradelane::scenario
