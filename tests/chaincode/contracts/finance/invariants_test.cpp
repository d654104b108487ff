// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/finance/records.cpp
#include <doctest/doctest.h>

#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/finance/verbs.hpp"
#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using ledger::Changes;

namespace {

struct Seeded : FinanceWorld {
  Digest other = *Digest::parse(std::string(64, '1'));

  std::string broken(const Changes& changes) {
    const ledger::Reader reader(world.state);
    const contract::ChangeSet set(changes, reader);
    for (const auto& invariant : invariants())
      if (!invariant.holds(set)) return invariant.id;
    return "";
  }
  /// The present loan after `edit`, one number on.
  Changes moved(const std::function<void(Loan&)>& edit) {
    Loan next = loan();
    next.seq += 1;
    edit(next);
    return Changes{}.put(key::loan(loan_id()), next);
  }
  std::string broken_loan(const std::function<void(Loan&)>& edit) { return broken(moved(edit)); }
  std::string broken_facility(const std::function<void(Facility&)>& edit) {
    Facility next = facility();
    next.seq += 1;
    edit(next);
    return broken(Changes{}.put(facility_key(), next));
  }
  /// What breaks when the claim on the bill becomes this one, and nothing else changes.
  std::string broken_claim(const Claim& next) {
    return broken(Changes{}.put(key::lock(bill_id()), next));
  }
  ledger::Key<PaymentRecord> payment_key(const std::string& uetr) {
    return key::payment(*Uetr::parse(uetr));
  }
  /// Another loan, which claims nothing yet.
  Loan second() {
    Loan next = loan();
    next.id = loan_id("L9");
    next.seq = 1;
    next.state = LoanState::applied;
    next.terms.reset();
    next.drawdown.reset();
    next.position.reset();
    return next;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Seeded, "invariants: seeded bugs in a facility") {
  play(Stage::prepared);
  CHECK(broken_facility([](Facility&) {}) == "");
  CHECK(broken_facility([](Facility& f) { f.lender = test::party_id("BK2"); }) == "FI1");
  CHECK(broken_facility([](Facility& f) { f.borrower = test::party_id("EXP"); }) == "FI1");
  CHECK(broken_facility([this](Facility& f) { f.terms = other; }) == "FI1");
  CHECK(broken_facility([](Facility& f) { f.seq += 1; }) == "FI1");
  CHECK(broken_facility([](Facility& f) { f.at = {}; }) == "FI1");
  CHECK(broken_facility([this](Facility& f) { f.usage = other; }) == "FI10");
  CHECK(broken(Changes{}.erase(facility_key())) == "FI1");
}

TEST_CASE_FIXTURE(Seeded, "invariants: seeded bugs in an application") {
  play(Stage::screened);
  const auto offered = [this](Loan& l) {
    l.state = LoanState::offered;
    l.terms = other;
  };
  CHECK(broken_loan(offered) == "");
  const std::vector<std::function<void(Loan&)>> identity{
      [](Loan& l) { l.lender = test::party_id("BK2"); },
      [](Loan& l) { l.borrower = test::party_id("EXP"); },
      [](Loan& l) { l.facility = *FacilityId::parse(test::id26("F2")); },
      [](Loan& l) { l.bill = *ebl::BillId::parse(test::bill_id("B2")); },
      [](Loan& l) { l.evidence.clear(); },
      [](Loan& l) { l.match = *evidence::MatchId::parse(test::id26("M2")); },
      [](Loan& l) { l.consents.clear(); },
      [](Loan& l) { l.fingerprints.clear(); },
      [this](Loan& l) { l.application = other; },
      [](Loan& l) { l.seq += 1; },
      [](Loan& l) { l.at = {}; }};
  for (const auto& edit : identity) {
    CHECK(broken_loan([&](Loan& l) {
            offered(l);
            edit(l);
          }) == "FI2");
  }
  CHECK(broken(Changes{}.erase(key::loan(loan_id()))) == "FI2");
  CHECK(broken_loan([](Loan&) {}) == "FI3");
  CHECK(broken_loan([](Loan& l) { l.state = LoanState::accepted; }) == "FI3");
  CHECK(broken_loan([](Loan& l) { l.state = LoanState::released; }) == "FI3");
  CHECK(broken_loan([](Loan& l) { l.state = LoanState::offered; }) == "FI4");
  CHECK(broken_loan([&](Loan& l) {
          offered(l);
          l.position = other;
        }) == "FI4");
}

TEST_CASE_FIXTURE(Seeded, "invariants: a loan starts as an application") {
  play(Stage::applied);
  Loan next = second();
  const auto at = key::loan(next.id);
  CHECK(broken(Changes{}.put(at, next)) == "");
  next.state = LoanState::offered;
  CHECK(broken(Changes{}.put(at, next)) == "FI2");
  next = second();
  next.drawdown = DrawdownId::parse(test::id26("D"));
  CHECK(broken(Changes{}.put(at, next)) == "FI4");
}

TEST_CASE_FIXTURE(Seeded, "invariants: seeded bugs in the claim of an application") {
  play(Stage::applied);
  write(key::loan(loan_id("L9")), second());
  const Timestamp lapsed = world.now.plus_seconds(72 * 3'600);
  CHECK(broken_claim(held(loan_id("L9"), lapsed)) == "");
  CHECK(broken_claim(held(loan_id("L9"), lapsed.plus_seconds(-1))) == "FI5");
  CHECK(broken_claim(financed(loan_id("L9"), lapsed)) == "FI5");
  CHECK(broken_claim(held(loan_id("L7"), lapsed)) == "FI5");
  CHECK(broken_claim(financed(loan_id(), world.now)) == "FI5");
  CHECK(broken_claim(released(loan_id(), world.now)) == "FI5");
  Claim endless = held(loan_id("L9"), lapsed);
  endless.until.reset();
  CHECK(broken_claim(endless) == "FI5");
  CHECK(broken(Changes{}.erase(key::lock(bill_id()))) == "FI5");
  const auto print = key::fingerprint(*loan().fingerprints.begin());
  CHECK(broken(Changes{}.put(print, held(loan_id("L9"), world.now))) == "FI5");
}

TEST_CASE_FIXTURE(Seeded, "invariants: seeded bugs in the claim of a financed cargo") {
  play(Stage::drawn);
  write(key::loan(loan_id("L9")), second());
  const Timestamp much_later = world.now.plus_seconds(365 * 86'400);
  CHECK(broken_claim(held(loan_id("L9"), much_later)) == "FI5");
  CHECK(broken_claim(held(loan_id(), much_later)) == "FI5");
  CHECK(broken_claim(released(loan_id(), much_later)) == "FI5");
}

TEST_CASE_FIXTURE(Seeded, "invariants: a loan that is over claims nothing any more") {
  play(Stage::released);
  CHECK(broken_claim(held(loan_id(), world.now)) == "FI5");
  CHECK(broken_claim(financed(loan_id(), world.now)) == "FI5");
}

TEST_CASE_FIXTURE(Seeded, "invariants: what is agreed stays agreed") {
  play(Stage::requested);
  CHECK(broken_loan([](Loan&) {}) == "");
  CHECK(broken_loan([this](Loan& l) { l.terms = other; }) == "FI4");
  CHECK(broken_loan([](Loan& l) { l.drawdown.reset(); }) == "FI4");
  CHECK(broken_loan([this](Loan& l) { l.position = other; }) == "FI4");
  CHECK(broken_loan([this](Loan& l) {
          l.state = LoanState::drawn;
          l.position = other;
        }) == "FI10");
}

TEST_CASE_FIXTURE(Seeded, "invariants: FI6, loan and bill move together") {
  play(Stage::pledged);
  CHECK(broken_loan([](Loan& l) { l.state = LoanState::secured; }) == "FI6");
  test::require_ok(test::secure_loan(world));
  const auto at = ebl::key::bill(bill_id());
  CHECK(broken(Changes{}.put(at, bill())) == "");
  CHECK(broken(Changes{}.put(at, ebl::released(bill()))) == "FI6");
  CHECK(broken(Changes{}.erase(at)) == "FI6");
  ebl::Bill next = bill();
  next.pledge->pledgee = test::party_id("BK2");
  CHECK(broken(Changes{}.put(at, next)) == "FI6");
  next = bill();
  next.pledge->loan = loan_id("L9");
  CHECK(broken(Changes{}.put(at, next)) == "FI6");
  write(at, next);
  CHECK(broken(Changes{}.put(at, next)) == "FI6");
}

TEST_CASE_FIXTURE(Seeded, "invariants: screenings and payments are written once") {
  play(Stage::drawn);
  const auto screening = key::screening(loan_id(), *ScreeningId::parse(test::id26("SCR1")));
  CHECK(broken(Changes{}.put(screening, read(screening))) == "FI7");
  CHECK(broken(Changes{}.erase(screening)) == "FI7");
  const auto payment = payment_key(test::disbursement_uetr());
  CHECK(broken(Changes{}.put(payment, read(payment))) == "FI8");
  PaymentRecord second_try = read(payment);
  second_try.seq = 2;
  CHECK(broken(Changes{}.put(payment_key(test::repayment_uetr()), second_try)) == "FI8");
}

TEST_CASE_FIXTURE(Seeded, "invariants: FI9, a drawdown is paid once") {
  play(Stage::requested);
  const auto at = key::drawdown(loan_id(), *DrawdownId::parse(test::id26("DRAW1")));
  DrawdownRecord paid = read(at);
  paid.state = DrawdownState::disbursed;
  CHECK(broken(Changes{}.put(at, paid)) == "FI9");
  paid.uetr = Uetr::parse(test::disbursement_uetr());
  paid.value_date = Date::parse("2026-03-05");
  CHECK(broken(Changes{}.put(at, paid)) == "");
  DrawdownRecord more = paid;
  more.drawdown = other;
  CHECK(broken(Changes{}.put(at, more)) == "FI9");
  CHECK(broken(Changes{}.erase(at)) == "FI9");
  write(at, paid);
  CHECK(broken(Changes{}.put(at, paid)) == "FI9");
  const auto new_one = key::drawdown(loan_id(), *DrawdownId::parse(test::id26("DRAW2")));
  CHECK(broken(Changes{}.put(new_one, paid)) == "FI9");
}

TEST_CASE_FIXTURE(Seeded, "invariants: FI10, a payment that leaves the position as it was") {
  play(Stage::drawn);
  PaymentRecord next = read(payment_key(test::disbursement_uetr()));
  next.kind = PaymentKind::repayment;
  const auto at = payment_key(test::repayment_uetr());
  const auto part_repaid = [](Loan& l) { l.state = LoanState::part_repaid; };
  CHECK(broken(moved(part_repaid).put(at, next)) == "FI10");
  CHECK(broken(moved([&](Loan& l) {
                 part_repaid(l);
                 l.position = other;
               }).put(at, next)) == "");
}
