// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "chaincode/shim/http2/address.hpp"
#include "chaincode/shim/http2/limits.hpp"

namespace tradelane::shim::http2 {

/// Counts the connections of a server, and lets no address have all of them. Safe from any thread;
/// outlives its places.
class Admission {
 public:
  /// Room for one connection, given back by its destructor.
  class Place {
   public:
    ~Place();
    Place(Place&& other) noexcept;
    Place& operator=(Place&&) = delete;
    /// It is this process that asks whether it can be reached.
    bool is_probe() const { return host_.empty(); }

   private:
    friend class Admission;
    Place(Admission& owner, std::string host) : owner_(&owner), host_(std::move(host)) {}
    Admission* owner_;
    std::string host_;
  };

  explicit Admission(const Limits& limits) : limits_(limits) {}

  /// Absent when there is no room, for anybody or for this address.
  std::optional<Place> admit(const Address& from);
  /// How many were refused since the last call.
  std::size_t take_refused();
  std::size_t connections() const;

  /// A connection from `address` is our own: it needs no room, and its end is no news.
  void expect_probe(const Address& address);
  void forget_probe(const Address& address);

 private:
  const Limits limits_;
  mutable std::mutex counts_;
  std::size_t all_ = 0;
  std::size_t refused_ = 0;
  std::map<std::string, std::size_t> by_host_;
  std::set<std::string> probes_;
};

}  // namespace tradelane::shim::http2
