// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <random>

#include "tests/chaincode/contracts/ebl/oracle/ground.hpp"

namespace tradelane::oracle {

/// Acts at random, half of them such that they succeed, on the contract and on the oracle at once.
/// The same seed gives the same acts. After each act both must have said the same, and every bill
/// on the ledger must be what the oracle says it is.
class Walk {
 public:
  explicit Walk(std::uint64_t seed) : random_(seed) {}

  /// Stops at the first difference and tells it, with the acts before; "" when there is none.
  std::string run(std::int64_t acts);

  /// How often each act ended how: verb → "done", "repeated" or the token.
  /// For seeded bugs.
  Ground& ground() { return ground_; }

  using Counts = std::map<std::string, std::map<std::string, std::int64_t>>;
  const Counts& counts() const { return counts_; }
  /// The counts as lines.
  std::string table() const;

 private:
  void begin_episode();
  Act choose();
  Act any_act(const std::string& verb);
  std::string any_actor(const std::string& bill);
  void any_arguments(Act& act);
  // choose_shape.cpp
  std::string any_bill(const std::string& verb);
  std::string any_actor_of(const std::string& verb, const std::string& bill);
  std::optional<Act> opportunity();
  std::string any_verb();
  void restore_carrier();
  /// One that succeeds, if some tries find one.
  Act likely_act(const std::string& verb);
  std::optional<Act> both_back();
  Act pledge_act(const std::string& bill);
  std::optional<Act> pairing();
  Goods any_goods();
  std::string any_new_id(const char* letter);
  void split_arguments(Act& act);
  void consolidate_arguments(Act& act);
  void replace_arguments(Act& act);
  void paper_arguments(Act& act);
  void safety_arguments(Act& act);
  std::vector<std::string> companions_of(const std::string& bill) const;
  void any_proof(Act& act);
  void change_company();
  void title_arguments(Act& act);
  void life_arguments(Act& act);
  void kind_arguments(Act& act);
  void let_time_pass();
  std::string step();
  std::string differences(const Act& act, const Refusal& expected, const test::Answer& answer);
  std::string broken_chains();

  std::int64_t below(std::int64_t count) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(count));
  }
  template <class T>
  const T& any(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(below(static_cast<std::int64_t>(list.size())))];
  }
  std::string any_company();

  std::mt19937_64 random_;
  Ground ground_ = {};
  Oracle oracle_ = {};
  std::int64_t now_ = 0;
  std::optional<Act> last_ = {};
  /// What one operator has proposed last.
  std::optional<Act> proposed_ = {};
  std::deque<std::string> told_ = {};
  Counts counts_ = {};
};

/// One line for people.
std::string text_of(const Act& act);

}  // namespace tradelane::oracle
