// SPDX-License-Identifier: Apache-2.0
#include "tests/support/toy_chaincode.hpp"

#include <sstream>

#include "chaincode/base/result.hpp"

namespace tradelane::test {
namespace {

using ledger::Changes;
using ledger::Outcome;

struct CountEnd {
  std::atomic<int>& ended;
  ~CountEnd() { ++ended; }
};

Outcome put(const std::string& key, const std::string& value) {
  Outcome outcome{.payload = "put"};
  outcome.changes.write({"", key}, {Changes::Kind::put, value});
  outcome.changes.set_event("toy", key);
  return outcome;
}

}  // namespace

const int* ToyChaincode::somewhere() const {
  const std::lock_guard lock(kept_lock_);
  kept_.push_back(std::make_unique<int>(0));
  return kept_.back().get();
}

Outcome ToyChaincode::invoke(const ledger::Invocation& call, ledger::ReadView& view) const {
  ++begun;
  const CountEnd guard{ended};
  const std::string_view what = call.args.empty() ? "" : call.args[0];
  const auto arg = [&](std::size_t i) {
    return std::string(i < call.args.size() ? call.args[i] : "");
  };
  if (what == "get") return {.payload = view.get(arg(1)).value_or("(none)")};
  if (what == "put") return put(arg(1), arg(2));
  if (what == "get_all") {
    Bytes all;
    for (const auto& value : view.get_all({arg(1), arg(2)})) all += value.value_or("-");
    return {.payload = all};
  }
  if (what == "list") {
    Bytes keys;
    view.range(arg(1), arg(2), [&](std::string_view key, const Bytes&) {
      keys.append(key).append(" ");
      return true;
    });
    return {.payload = keys};
  }
  if (what == "refuse") {
    Outcome outcome = put("never", "written");
    outcome.status = 409;
    outcome.message = "TOY_REFUSED: no";
    return outcome;
  }
  if (what == "throw") throw std::runtime_error("toy fault");
  if (what == "throw_int") throw 7;
  if (what == "throw_after_get") {
    (void)view.get("k");
    throw std::runtime_error("toy fault after a suspension");
  }
  if (what == "get_in_catch") {
    try {
      throw 7;
    } catch (int) {
      (void)view.get("k");
    }
  }
  if (what == "swallow") {
    for (int i = 0; i < 3; ++i) {
      try {
        (void)view.get("k");
      } catch (...) {
        continue;
      }
    }
    return put("after", "swallowing");
  }
  // The mistake that endorsing twice is there for.
  if (what == "address") {
    std::ostringstream value;
    value << "object " << static_cast<const void*>(somewhere());
    return put("k", value.str());
  }
  if (what == "large") return {.payload = Bytes(std::stoul(arg(1)), 'x')};
  return {.status = 404, .message = "TOY_UNKNOWN"};
}

}  // namespace tradelane::test
