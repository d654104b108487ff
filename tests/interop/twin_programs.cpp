// SPDX-License-Identifier: Apache-2.0
#include "tests/interop/twin_programs.hpp"

#include <array>

#include "chaincode/ledger/endorsement_policy.hpp"
#include "chaincode/shim/key_rules.hpp"

namespace tradelane::interop {
namespace {

using List = std::vector<std::string>;

constexpr std::array types{"bill", "step"};
constexpr std::array words{"A", "B", "\xc3\xa9", "long-winded part of a key"};
constexpr std::array members{"deal", "_implicit_org_OneMSP"};

/// A list as an argument: its length, then its elements.
List counted(const List& list) {
  List out{std::to_string(list.size())};
  out.insert(out.end(), list.begin(), list.end());
  return out;
}

List joined(List first, const List& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

std::string row_key(int number) {
  std::string digits = std::to_string(number);
  return "r" + digits.insert(0, 3 - digits.size(), '0');
}

}  // namespace

std::string key_policy(bool of_both) {
  std::vector<ledger::Principal> all{{.msp = *MspId::parse("OneMSP")}};
  if (of_both) all.push_back({.msp = *MspId::parse("TwoMSP")});
  return ledger::EndorsementPolicy::of_all(all)->bytes();
}

void ProgramMaker::append(Args operation) {
  ++made_[operation.front()];
  out_.insert(out_.end(), operation.begin(), operation.end());
}

/// Few, so that calls meet again what others have written.
std::string ProgramMaker::key() {
  if (one_in(4)) return row_key(below(400));
  if (one_in(3)) return shim::create_composite_key(any(types), {any(words), any(words)});
  return "k" + std::to_string(below(12));
}

std::string ProgramMaker::value() {
  std::string out(static_cast<std::size_t>(one_in(20) ? 20'000 : 1 + below(30)), ' ');
  for (char& c : out) c = static_cast<char>(below(256));
  return out;
}

std::string ProgramMaker::collection() { return any(members); }

ProgramMaker::Args ProgramMaker::some(std::string (ProgramMaker::*make)()) {
  Args out(static_cast<std::size_t>(one_in(10) ? 120 + below(120) : below(5)));
  for (std::string& element : out) element = (this->*make)();
  return out;
}

void ProgramMaker::read() {
  switch (below(5)) {
    case 0:
      return append(joined({"get_all"}, counted(some(&ProgramMaker::key))));
    case 1:
      return append({"policy", key()});
    case 2:
      return append({"history", key(), std::to_string(below(3))});
    default:
      return append({"get", key()});
  }
}

void ProgramMaker::query() {
  const std::string limit = std::to_string(one_in(3) ? 1 + below(110) : 0);
  switch (below(5)) {
    case 0:
      return append(joined(joined({"composite", any(types)}, counted({any(words)})), {limit}));
    case 1:
      return append({"rich", "r" + std::to_string(below(5)), limit});
    case 2:
      return append({"range", "", "", limit});
    default: {
      const int start = below(330);
      return append({"range", row_key(start), row_key(start + below(300)), limit});
    }
  }
}

void ProgramMaker::paged_query() {
  is_read_only_ = true;
  const std::string size = std::to_string(1 + below(120));
  const std::string bookmark = one_in(2) ? "" : row_key(below(300));
  switch (below(3)) {
    case 0:
      return append(
          joined(joined({"page_composite", any(types)}, counted({any(words)})), {size, ""}));
    case 1:
      return append({"page_rich", "r", size, bookmark});
    default:
      return append({"page", one_in(2) ? "" : row_key(below(200)), one_in(2) ? "" : row_key(320),
                     size, bookmark});
  }
}

void ProgramMaker::write() {
  writes_ = true;
  switch (below(8)) {
    case 0:
      return append({"del", key()});
    case 1:
      return append({"set_policy", key(), one_in(4) ? "" : key_policy(one_in(2))});
    case 2:
      if (!one_in(6)) break;
      for (int i = 0; i < 130; ++i) append({"put", key(), value()});
      return;
    default:
      break;
  }
  append({"put", key(), value()});
}

void ProgramMaker::write_private() {
  writes_ = true;
  switch (below(5)) {
    case 0:
      return append({"pdel", collection(), key()});
    case 1:
      return append({"ppurge", collection(), key()});
    case 2:
      return append({"pset_policy", collection(), key(), key_policy(one_in(2))});
    default:
      return append({"pput", collection(), key(), value()});
  }
}

void ProgramMaker::read_private() {
  switch (below(5)) {
    case 0:
      return append({"phash", one_in(3) ? "closed" : collection(), key()});
    case 1:
      return append({"ppolicy", collection(), key()});
    case 2:
      return append(joined({"pget_all", collection()}, counted(some(&ProgramMaker::key))));
    case 3:
      return append({"phash", "elsewhere", "secret"});
    default:
      return append({"pget", collection(), key()});
  }
}

void ProgramMaker::query_private() {
  is_read_only_ = true;
  const std::string limit = std::to_string(below(4));
  if (one_in(2)) return append({"prange", collection(), "", one_in(2) ? "" : "k5", limit});
  append(joined(joined({"pcomposite", collection(), any(types)}, counted({any(words)})), {limit}));
}

void ProgramMaker::about_the_call() {
  switch (below(11)) {
    case 10:
      return append(joined({"key_policy", one_in(2) ? "PEER" : "MEMBER"},
                           counted(one_in(2) ? List{"OneMSP"} : List{"OneMSP", "TwoMSP"})));
    case 0:
      return append({"event", any(words), one_in(3) ? "" : value()});
    case 1: {
      const int status = 200 + below(400);
      is_refusal_ = status >= 400;
      return append({"respond", std::to_string(status), one_in(2) ? "" : any(words)});
    }
    case 2:
      return append(joined({"join", any(types)}, counted({any(words), any(words)})));
    case 3:
      return append({"split", shim::create_composite_key(any(types), {any(words), any(words)})});
    default: {
      constexpr std::array simple{"entry",   "arguments", "function", "transaction", "own_msp",
                                  "creator", "time",      "binding",  "transient"};
      return append({any(simple)});
    }
  }
}

void ProgramMaker::call(Where where) {
  constexpr std::array callees{"greets", "refuses", "breaks", "missing"};
  if (where == Where::nested || one_in(2))
    return append(
        joined({"call", any(callees), one_in(4) ? "trade" : ""}, counted({any(words), value()})));
  // The same chaincode on another channel: it may only read, whatever it writes.
  const Args outside = std::exchange(out_, {});
  const bool wrote = std::exchange(writes_, false);
  const bool was_read_only = std::exchange(is_read_only_, false);
  const bool was_refusal = std::exchange(is_refusal_, false);
  const Args inside = program(Where::nested);
  out_ = outside;
  writes_ = wrote;
  is_read_only_ = was_read_only;
  is_refusal_ = was_refusal;
  append(joined({"call", "tradelane", "other"}, counted(inside)));
}

/// The end of a program, in one of the ways in which a request can fail.
void ProgramMaker::fail(Where where) {
  if (writes_ && one_in(2)) return one_in(2) ? paged_query() : query_private();
  // What the peer has against a write would end up in the caller's response, and differ there.
  const bool by_writing = !is_refusal_ && where != Where::nested;
  if (is_read_only_ && by_writing) return write();
  switch (below(where == Where::init ? 2 : by_writing ? 6 : 5)) {
    case 0:
      return append({"fail", any(words)});
    case 1:
      return append({"rich", "refused", "0"});
    case 2:
      return append({"pget", "unknown", key()});
    case 3:
      return append({"prange", "closed", "", "", "0"});
    case 4:
      return append({"pget", "elsewhere", "secret"});
    default:
      return append({"pput", "closed", key(), value()});
  }
}

ProgramMaker::Args ProgramMaker::program(Where where) {
  const int operations = 1 + below(where == Where::nested ? 4 : 9);
  for (int i = 0; i < operations; ++i) {
    switch (below(where == Where::init ? 10 : 14)) {
      case 0:
      case 1:
        query();
        break;
      case 2:
        if (!writes_) paged_query();
        break;
      case 3:
      case 4:
        about_the_call();
        break;
      case 5:
      case 6:
      case 7:
        if (!is_read_only_) write();
        break;
      case 8:
        if (where != Where::init) call(where);
        break;
      case 9:
        read();
        break;
      case 10:
      case 11:
        read_private();
        break;
      case 12:
        if (!is_read_only_) write_private();
        break;
      default:
        if (!writes_) query_private();
        break;
    }
  }
  if (one_in(6)) fail(where);
  return out_;
}

Program ProgramMaker::next() {
  out_.clear();
  writes_ = false;
  is_read_only_ = false;
  is_refusal_ = false;
  Program out{.is_init = one_in(15)};
  if (one_in(3)) out.transient = {{"b", value()}, {"a", ""}, {any(words), value()}};
  out.args = program(out.is_init ? Where::init : Where::top);
  return out;
}

}  // namespace tradelane::interop
