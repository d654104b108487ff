// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/chaincode/contracts/ebl/oracle/shape.hpp"

/// A second opinion on electronic bills of lading, from the rules alone: plain texts and numbers,
/// not a line shared with the contract. Says of each act whether it is done or which refusal it
/// meets, and what the bill is like afterwards. Sources: ebl.md 2, 3 and 8, contracts.md 1 to 5,
/// and the sentences of the rule book.
namespace tradelane::oracle {

struct Company {
  std::string msp = {};
  bool is_carrier = false;
  bool is_bank = false;
  bool is_operator = false;
  /// Its own detached signature is asked for.
  bool signs = false;
  bool is_active = true;
  bool has_accepted_terms = true;
};

struct Pledge {
  std::string to = {};
  std::string state = {};
  std::string loan = {};
  std::string possession = {};
  std::optional<std::int64_t> since = {};
  std::optional<std::int64_t> notice = {};
};

struct Surrender {
  std::string ref = {};
  std::string code = {};
  std::string by = {};
  std::string reason = {};
};

/// What was done last: the same again changes nothing.
struct Last {
  std::string verb = {};
  std::string by = {};
  std::map<std::string, std::string> with = {};
  auto operator<=>(const Last&) const = default;
};

/// One line of the chain of title.
struct Link {
  std::string code = {};
  std::string actor = {};
  std::string recipient = {};
  std::int64_t at = 0;
  /// Whose the title is, where the act gives possession to somebody else.
  std::string owner = {};
};

/// Absent texts are empty.
struct Bill {
  std::string status = "ISSUED";
  std::string kind = "ORDER";
  bool is_immediate = false;
  std::string issuer = {};
  std::string holder = {};
  std::string owner = {};
  /// To whom it was issued.
  std::string first_holder = {};
  std::string prev_holder = {};
  std::string prev_owner = {};
  std::string nominee = {};
  bool is_closed = false;
  std::string pending_to = {};
  std::string pending_owner = {};
  std::optional<std::int64_t> expires = {};
  std::optional<Pledge> pledge = {};
  std::optional<Surrender> surrender = {};
  Links links = {};
  bool was_paper = false;
  Goods goods = {};
  std::int64_t delivered = 0;
  /// Commitment → size and type of what goes along.
  std::map<std::string, std::string> attached = {};
  /// Seconds; never before the bill's last.
  std::int64_t at = 0;
  Last last = {};
  /// Steps so far, and the newest of them.
  std::int64_t seq = 0;
  Link newest = {};
};

/// How the act is proven by a company that signs.
enum class Proof { good, none, unknown_key, forged, expired, last_state, next_state };

/// Somebody wants something.
struct Act {
  std::string verb = {};
  std::string bill = {};
  /// Whose act it is.
  std::string by = {};
  /// Whose certificate brings it; `by` itself, or somebody for a company that signs.
  std::string brought_by = {};
  Proof proof = Proof::good;
  /// The document that has to go along does not.
  bool withholds_document = false;
  /// Arguments; behind a "#" what no argument says by itself: documents, and what is hidden of
  /// them.
  std::map<std::string, std::string> with = {};
  /// Seconds: the client's clock.
  std::int64_t at = 0;

  std::string get(const std::string& name) const {
    const auto found = with.find(name);
    return found == with.end() ? "" : found->second;
  }
};

/// Absent: it is done. Else the token of the refusal.
using Refusal = std::optional<std::string>;

class Oracle {
 public:
  std::map<std::string, Company> companies = {};
  std::map<std::string, Bill> bills = {};
  /// Surrender reference → bill and answer ("" while there is none).
  std::map<std::string, std::pair<std::string, std::string>> references = {};
  bool is_paused = false;
  std::set<std::string> frozen = {};
  std::map<std::string, Paper> papers = {};
  std::map<std::string, Recovery> recoveries = {};
  std::map<std::string, Proposal> proposals = {};

  /// Does it, or says why not and changes nothing. `was_repeated` tells of the last call.
  Refusal act(const Act& wanted);
  bool was_repeated() const { return was_repeated_; }

  static const std::vector<std::string>& verbs();

 private:
  using Verb = Refusal (Oracle::*)(Bill&, const Act&);
  static const std::map<std::string, Verb>& table();

  Refusal may_call(const Act& wanted) const;
  Refusal is_proven(const Act& wanted, bool is_last);
  Refusal able(const std::string& company) const;
  Refusal is_stopped(const std::string& bill) const;
  bool is_over(const std::string& bill) const;
  Refusal issue(const Act& wanted);
  Refusal begin(const Act& wanted);
  Refusal act_on_bill(const Act& wanted);

  // possession and title
  Refusal transfer(Bill& bill, const Act& wanted);
  Refusal accept_transfer(Bill& bill, const Act& wanted);
  Refusal decline_transfer(Bill& bill, const Act& wanted);
  static Refusal is_endorsable(const Bill& bill);
  static Refusal is_limited(const Bill& bill, const Act& wanted);
  Refusal nominate(Bill& bill, const Act& wanted);
  Refusal endorse(Bill& bill, const Act& wanted);
  Refusal blank_endorse(Bill& bill, const Act& wanted);
  Refusal transfer_owners(Bill& bill, const Act& wanted);
  static Refusal is_rejectable(const Bill& bill);
  Refusal reject_owner(Bill& bill, const Act& wanted);
  Refusal reject_holder(Bill& bill, const Act& wanted);
  Refusal reject_both(Bill& bill, const Act& wanted);
  // life
  Refusal sign(Bill& bill, const Act& wanted);
  Refusal attach(Bill& bill, const Act& wanted);
  Refusal remark(Bill& bill, const Act& wanted);
  Refusal void_bill(Bill& bill, const Act& wanted);
  Refusal deliver(Bill& bill, const Act& wanted);
  // security
  Refusal pledge(Bill& bill, const Act& wanted);
  Refusal accept_pledge(Bill& bill, const Act& wanted);
  Refusal release_pledge(Bill& bill, const Act& wanted);
  Refusal enforce_pledge(Bill& bill, const Act& wanted);
  // surrender
  Refusal request_surrender(Bill& bill, const Act& wanted);
  Refusal cancel_surrender(Bill& bill, const Act& wanted);
  Refusal answer_surrender(Bill& bill, const Act& wanted);
  // shape and medium
  static Refusal is_amendable(const Bill& bill, const std::string& by, const std::string& reason);
  Bill begun(const Bill& old, const Act& wanted, const Goods& goods) const;
  Refusal replace(Bill& bill, const Act& wanted, bool is_switch);
  Refusal reissue(Bill& bill, const Act& wanted);
  Refusal switch_bill(Bill& bill, const Act& wanted);
  Refusal split(Bill& bill, const Act& wanted);
  Refusal consolidate(Bill& bill, const Act& wanted);
  Refusal to_paper(Bill& bill, const Act& wanted);
  Refusal from_paper(const Act& wanted);
  // safety
  Refusal may_operate(const Act& wanted) const;
  bool is_agreed(const Act& wanted, const std::string& about) const;
  bool is_decided(const Act& wanted, const std::string& about);
  Refusal operate(const Act& wanted);
  Refusal stop(const Act& wanted, bool& is_stopped, bool wish, const std::string& about,
               const std::string& already);
  Refusal request_recovery(const Act& wanted);
  Refusal veto(Recovery& recovery, const Act& wanted, bool is_signed);
  Refusal cancel_recovery(const Act& wanted);
  Refusal complete_recovery(const Act& wanted);

  bool was_repeated_ = false;
};

/// The parts of a list with commas.
std::vector<std::string> names_of(const std::string& list);

/// Adds a line to the chain; time never runs back.
void record(Bill& bill, const Act& wanted, const std::string& code, const std::string& recipient,
            const std::string& owner = "");

/// Everything about a bill under the names of the wire, "pledge.state" for members of members;
/// companies by their names here, times in seconds. Absent values are left out.
std::map<std::string, std::string> view(const Bill& bill);

}  // namespace tradelane::oracle
