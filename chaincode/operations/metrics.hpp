// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "chaincode/operations/port.hpp"

namespace tradelane::operations {

/// How often something took how long, or was how large.
struct Distribution {
  /// One count for each bound, and one for what is above all of them; not added up.
  std::vector<std::uint64_t> counts = {};
  double sum = 0;
};

/// Numbers of a process, in the text format that Prometheus reads. Nothing is counted here: who
/// counts is asked at each reading. Filled by one thread; afterwards it may be read by any.
class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;

  /// Names and units as Prometheus recommends: `tradelane_transactions_total`, base units, a total
  /// ends in `_total`. The same family may be added to under other labels.
  struct Family {
    std::string name;
    std::string help;
  };

  /// What only grows.
  void counter(const Family& family, std::function<double()> read, const Labels& labels = {});
  void gauge(const Family& family, std::function<double()> read, const Labels& labels = {});
  /// `bounds` grow; each is included in its bucket. They are the same for the whole family.
  void histogram(const Family& family, const std::vector<double>& bounds,
                 std::function<Distribution()> read, const Labels& labels = {});

  std::string text() const;
  /// What `/metrics` answers. Refers to this object.
  Page page() const;

 private:
  enum class Kind : std::uint8_t { counter, gauge, histogram };
  struct Number {
    Labels labels;
    std::function<double()> read;
  };
  struct Spread {
    Labels labels;
    std::function<Distribution()> read;
  };
  struct Entry {
    Family family;
    Kind kind;
    std::vector<Number> numbers = {};  // none for a histogram
    std::vector<double> bounds = {};
    std::vector<Spread> spreads = {};  // of a histogram only
  };

  Entry& entry(const Family& family, Kind kind);

  std::vector<Entry> entries_;  // in the order in which they are shown
};

}  // namespace tradelane::operations
