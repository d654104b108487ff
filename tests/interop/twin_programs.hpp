// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/interop/twin.hpp"

namespace tradelane::interop {

/// A policy for a key: endorsers of OneMSP, or of both.
std::string key_policy(bool of_both);

/// Makes programs, the same from the same seed. It avoids what `twin_test.cpp` lists as different:
/// after the first thing that fails there is nothing more, and a callee that fails has not written.
class ProgramMaker {
 public:
  explicit ProgramMaker(unsigned seed) : random_(seed) {}

  Program next();
  /// How often each operation has been made: what never comes is not tested.
  const std::map<std::string, int>& made() const { return made_; }

 private:
  enum class Where : std::uint8_t { top, nested, init };
  using Args = std::vector<std::string>;

  bool one_in(int n) { return below(n) == 0; }
  int below(int n) { return std::uniform_int_distribution(0, n - 1)(random_); }
  template <class List>
  std::string any(const List& list) {
    return *(std::begin(list) + below(static_cast<int>(std::size(list))));
  }
  std::string key();
  std::string value();
  std::string collection();
  Args some(std::string (ProgramMaker::*make)());

  Args program(Where where);
  void append(Args operation);
  void read();
  void query();
  void paged_query();
  void write();
  void write_private();
  void read_private();
  void query_private();
  void about_the_call();
  void call(Where where);
  void fail(Where where);

  std::mt19937 random_;
  std::map<std::string, int> made_;
  Args out_;
  bool writes_ = false;
  bool is_refusal_ = false;    // what it writes is never sent, so nothing may be wrong with it
  bool is_read_only_ = false;  // it has made a query after which a peer takes no write
};

}  // namespace tradelane::interop
