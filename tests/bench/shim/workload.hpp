// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What one transaction of a run does. The chaincodes of the benchmark, in whatever language, know
/// the same functions: see tests/bench/README.md.
namespace tradelane::bench {

struct Workload {
  enum class Kind : std::uint8_t { noop, pass, put, multi, range, event, identity, router };
  std::string name = {};
  Kind kind = Kind::noop;
  std::size_t count = 0;  // keys, or rows of a range
  std::size_t value_bytes = 1024;

  /// Keys that the transaction of slot `slot` touches.
  std::vector<std::string> keys(std::size_t slot) const;
  /// The chaincode's arguments.
  std::vector<std::string> args(std::size_t slot) const;
  /// What lies at each key, always.
  std::string value() const;
  std::size_t reads() const;
  std::size_t writes() const;
  /// What COMPLETED must carry; empty: anything.
  std::string answer() const;
};

/// `noop`, `passN`, `putN`, `multiN`, `rangeN`, `event`, `identity`, `router`. Throws
/// `std::invalid_argument` for another name.
Workload workload_of(const std::string& name, std::size_t value_bytes);

}  // namespace tradelane::bench
