// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/feed/submitter.hpp"
#include "chaincode/base/result.hpp"

/// What an adapter remembers, in one SQLite file (WAL, every commit on the disk): the inbox of what
/// came, the outbox of signed envelopes, dead letters, and where each source is to be asked next.
namespace tradelane::feed {

/// Milliseconds since 1970, UTC.
using Clock = std::function<std::int64_t()>;
std::int64_t wall_clock();

struct StoreLimits {
  /// Of one payload.
  std::size_t payload_bytes = 64 * 1024 * 1024;
  /// Of what is not settled yet, dead letters included.
  std::int64_t open_items = 10'000;
  std::int64_t open_bytes = 256 * 1024 * 1024;
};

struct Arrival {
  /// Unique within its source; the same key means the same effect.
  std::string key = {};
  Bytes payload = {};
};

enum class Reception : std::uint8_t {
  stored,
  known,     // the same bytes came before
  conflict,  // other bytes came before under this key; these are not taken
};

enum class State : std::uint8_t {
  waiting = 0,
  done = 1,
  dead = 2,       // in the dead letters
  abandoned = 3,  // taken out of the dead letters by a person, without effect
};
std::string_view text_of(State state);

/// All that is known of an item, without its payload.
struct Record {
  std::int64_t id = 0;
  std::string source = {};
  std::string key = {};
  State state = State::waiting;
  /// Failed attempts so far.
  std::int64_t attempts = 0;
  /// The clock from which the next attempt is due.
  std::int64_t due = 0;
  std::int64_t arrived = 0;
  /// Of the last failure; "" when there was none.
  std::string code = {};
  std::string reason = {};
  /// Of the envelope that is kept or was committed; "" when there is none.
  std::string transaction_id = {};
  /// Once done: the block, and what the contract answered.
  std::uint64_t block = 0;
  Bytes result = {};
};

struct Counts {
  std::int64_t waiting = 0;
  std::int64_t done = 0;
  std::int64_t dead = 0;
  std::int64_t abandoned = 0;
};

/// Safe from any thread. A database that cannot be read or written is a `Fault`.
class Store {
 public:
  /// ARG_MALFORMED when the file cannot be used, or belongs to another process that works on it.
  static Result<std::unique_ptr<Store>> open(const std::string& path, StoreLimits limits = {},
                                             Clock clock = wall_clock);
  /// For a look beside the process that works on it.
  static Result<std::unique_ptr<Store>> look(const std::string& path);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Durable when it returns, all or nothing. ARG_LIMIT names the limit that is exceeded. `cursor`
  /// is where `source` is asked next once everything of it is settled.
  Result<std::vector<Reception>> receive(const std::string& source,
                                         const std::vector<Arrival>& arrivals,
                                         const std::optional<std::string>& cursor = {});
  /// Behind the last item that is settled with all before it; "" for the beginning.
  std::string cursor(const std::string& source) const;

  /// The oldest item of `source` that waits or is dead. While it is dead or not due, whoever must
  /// keep the source's order has nothing to do.
  std::optional<Record> head(const std::string& source) const;
  std::optional<Record> find(const std::string& source, const std::string& key) const;
  std::optional<Record> find(std::int64_t id) const;
  /// The oldest waiting items that are due, of any source. A wait beyond `longest` comes of a clock
  /// that was turned back and is over.
  std::vector<Record> due(std::size_t most, Milliseconds longest) const;
  /// With its payload; absent once it is settled.
  std::optional<Item> item(std::int64_t id) const;

  /// Keeps signed bytes before they are sent.
  void keep(std::int64_t id, const Envelope& envelope);
  std::optional<Envelope> kept(std::int64_t id) const;

  /// Each of these is one transaction. `done` drops payload and envelope and moves the cursor.
  void done(std::int64_t id, const Envelope& envelope, std::uint64_t block);
  void put_off(std::int64_t id, const Failure& failure, std::int64_t due);
  void bury(std::int64_t id, const Failure& failure);

  std::vector<Record> dead_letters() const;
  Counts counts(const std::string& source) const;
  Counts counts() const { return counts(""); }

  /// A person's decisions; false when it is no dead letter. An envelope that was kept stays: what
  /// may have been sent is resolved first. `abandon` moves the cursor, and refuses (false) while
  /// the outcome of a kept envelope is unknown.
  bool revive(std::int64_t id);
  bool abandon(std::int64_t id, const std::string& why);

  /// Those of `arrivals` whose items were abandoned wait again, with these payloads, in their old
  /// places; durable when it returns, all or nothing. ARG_LIMIT as for `receive`.
  Result<> reopen(const std::string& source, const std::vector<Arrival>& arrivals);

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tradelane::feed
