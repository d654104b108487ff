// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/ebl/long_bill.hpp"

#include <array>

#include "chaincode/contracts/ebl/contract.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::bench {
namespace {

using test::with;

/// Counts what is read through it.
class CountingView : public ledger::ReadView {
 public:
  explicit CountingView(ledger::ReadView& view) : view_(view) {}

  std::optional<Bytes> get(std::string_view key) override {
    auto value = view_.get(key);
    count(key, value);
    return value;
  }
  std::vector<std::optional<Bytes>> get_all(const std::vector<std::string>& keys) override {
    auto values = view_.get_all(keys);
    for (std::size_t i = 0; i < keys.size(); ++i) count(keys[i], values[i]);
    return values;
  }
  void range(std::string_view start, std::string_view end, const Visit& visit) override {
    view_.range(start, end, [&](std::string_view key, const Bytes& value) {
      count(key, value);
      return visit(key, value);
    });
  }
  std::optional<Bytes> get_private(std::string_view collection, std::string_view key) override {
    auto value = view_.get_private(collection, key);
    count(key, value);
    return value;
  }

  std::size_t reads = 0;
  std::size_t bytes = 0;

 private:
  void count(std::string_view key, const std::optional<Bytes>& value) {
    reads += 1;
    bytes += key.size() + (value ? value->size() : 0);
  }
  ledger::ReadView& view_;
};

Json on_bill() { return Json::Object{{"billId", test::bill_id("B1")}}; }
Json party(const char* alias) { return test::party_id(alias).text(); }

Json surrender(const std::string& more_name, const std::string& more) {
  return with(with(on_bill(), "surrenderRequestReference", "BENCH-1"), more_name, more);
}

Json issue_args() {
  Json args = with(test::issue_args("B1"), "acceptance", "IMMEDIATE");
  return with(with(std::move(args), "holder", party("BKH")), "owner", party("BKH"));
}

}  // namespace

LongBill::LongBill(std::int64_t hops)
    : router_({party::contract(), ebl::contract()}), world_(router_) {
  test::admit_everyone(world_);
  commit(world_.state, {"CAR", "Issue", issue_args()}, test::bill_openings("B1").transient());
  for (std::int64_t hop = 0; hop < hops; ++hop) {
    const bool leaves = hop % 2 == 0;
    commit(world_.state, {leaves ? "BKH" : "BKS", "Transfer",
                          with(on_bill(), "to", party(leaves ? "BKS" : "BKH"))});
  }
  prepare_all();
}

void LongBill::prepare_all() {
  const Json loan = with(on_bill(), "loanId", party("LOAN"));
  const Wish offer{"BKH", "Pledge",
                   with(with(loan, "pledgee", party("BK2")), "possession", "PLEDGOR")};
  const Wish accept{"BK2", "AcceptPledge", loan};
  const Wish ask{"BKH", "RequestSurrender", surrender("code", "SREQ")};
  prepare("Transfer", {}, {"BKH", "Transfer", with(on_bill(), "to", party("BK2"))});
  prepare("Pledge", {}, offer);
  prepare("AcceptPledge", {offer}, accept);
  prepare("ReleasePledge", {offer, accept}, {"BK2", "ReleasePledge", on_bill()});
  prepare("RequestSurrender", {}, ask);
  prepare("AnswerSurrender", {ask}, {"CAR", "AnswerSurrender", surrender("answer", "SURR")});
  prepare("Get", {}, {"BKH", "Get", on_bill()});
}

Proposal LongBill::proposal_of(const Wish& wish, const test::Transient& transient) const {
  return {.txid = crypto::sha256_hex(wish.transaction).text(),
          .creator = test::actor(world_, wish.by),
          .function = "ebl:" + wish.transaction,
          .args = canonical(wish.args),
          .transient = transient};
}

ledger::Outcome LongBill::invoke(const Proposal& proposal, ledger::ReadView& view) const {
  const std::array<std::string_view, 2> args{proposal.function, proposal.args};
  return router_.invoke({.channel = world_.channel,
                         .chaincode = world_.chaincode_name,
                         .txid = proposal.txid,
                         .time = world_.now,
                         .msp = proposal.creator.msp,
                         .certificate = proposal.creator.certificate,
                         .args = args,
                         .transient = test::views_of(proposal.transient)},
                        view);
}

void LongBill::commit(ledger::MemoryView& state, const Wish& wish,
                      const test::Transient& transient) const {
  const auto outcome = invoke(proposal_of(wish, transient), state);
  if (outcome.status >= 400) throw Fault(wish.transaction + ": " + outcome.message);
  state.apply(outcome.changes);
}

void LongBill::prepare(const std::string& name, const std::vector<Wish>& before,
                       const Wish& action) {
  Prepared out{.name = name, .state = world_.state, .proposal = proposal_of(action)};
  for (const Wish& wish : before) commit(out.state, wish);
  actions_.push_back(std::move(out));
}

ledger::Outcome LongBill::run(const Prepared& action, ledger::ReadView& view) const {
  auto outcome = invoke(action.proposal, view);
  if (outcome.status >= 400) throw Fault(action.name + ": " + outcome.message);
  return outcome;
}

Cost LongBill::cost(const Prepared& action) const {
  ledger::MemoryView state = action.state;
  CountingView view(state);
  const auto outcome = run(action, view);
  Cost out{.reads = view.reads, .read_bytes = view.bytes};
  for (const auto& [place, write] : outcome.changes.writes()) {
    out.writes += 1;
    out.written_bytes += place.key.size() + write.value.size();
  }
  return out;
}

}  // namespace tradelane::bench
