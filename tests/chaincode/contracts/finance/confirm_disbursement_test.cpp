// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using test::with;

namespace {

struct Paying : FinanceWorld {
  Json args = test::disbursement_args();

  test::Answer confirm(const Json& sent, const std::string& witness = "BKS",
                       const test::Transient& openings = test::disbursement_openings()) {
    return as("BKH", "ConfirmDisbursement",
              test::sign_payment(world, witness, "ConfirmDisbursement", sent), openings);
  }
  /// Another payment, and what is owed after it.
  test::Answer pay(const Json& payment, const Json& position, const Json& sent,
                   const std::string& witness = "BKS") {
    const auto paid = test::open("payment", payment);
    const auto owed = test::open("position", position);
    const Json relay = Json::Object{{"copies", Json::Array{Json("BankHMSP")}},
                                    {"commitments", test::commitments({{"position", owed}})}};
    return confirm(
        with(with(sent, "commitments", test::commitments({{"payment", paid}})), "relay", relay),
        witness, test::transient({paid, owed, test::drawdown_opening(), test::terms_opening()}));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Paying, "ConfirmDisbursement: who and which state, in order of precedence") {
  const Json stranger = with(args, "witness", test::id26("NOBODY"));
  check(as("CAR", "ConfirmDisbursement", stranger), "A10", "AUTH_DENIED");
  check(as("BK2", "ConfirmDisbursement", stranger), "F2", "FIN_UNKNOWN");
  play(Stage::secured);
  check(as("BK2", "ConfirmDisbursement", stranger), "F3", "AUTH_DENIED");
  check(as("BKH", "ConfirmDisbursement", stranger), "A2", "ACT_KEY");
  check(as("BKH", "ConfirmDisbursement", args), "A1", "ACT_MISSING");
  check(confirm(args, "IMP"), "A1", "ACT_MISSING");
  const Json paid = test::sign_payment(world, "BKS", "ConfirmDisbursement", args);
  check(as("BKH", "ConfirmDisbursement", with(paid, "valueDate", "2026-03-06")), "A3",
        "ACT_SIG_INVALID");
  check(confirm(args), "F54", "FIN_STATE");
  test::require_ok(test::request_drawdown(world));
  check(confirm(with(args, "drawdownId", test::id26("DRAW9"))), "F54", "FIN_STATE");
  const Json relay = *args.find("relay");
  check(confirm(with(args, "relay", with(relay, "copies", Json::Array{})), "BKS", {}), "F5",
        "ARG_MALFORMED");
  check(confirm(args, "BKS", {}), "A6", "PRIVATE_MISSING");
}

TEST_CASE_FIXTURE(Paying,
                  "ConfirmDisbursement: a suspended witness proves nothing until it is back") {
  play(Stage::secured);
  test::require_ok(test::request_drawdown(world));
  const auto place = contract::key::party(test::party_id("BKS"));
  const contract::Party witness = *ledger::Reader(world.state).find(place);
  contract::Party suspended = witness;
  suspended.state = contract::PartyState::suspended;
  world.state.apply(ledger::Changes{}.put(place, suspended));
  check(confirm(args), "A14", "PARTY_INACTIVE");
  world.state.apply(ledger::Changes{}.put(place, witness));
  CHECK(confirm(args).ok());
}

TEST_CASE_FIXTURE(Paying, "ConfirmDisbursement: F53, a payment counts once") {
  play(Stage::drawn);
  CHECK(confirm(args).changes.empty());
  CHECK(confirm(args).integer("seq") == 6);
  const Json other = with(args, "drawdownId", test::id26("DRAW9"));
  check(confirm(other), "A5", "ACT_SEQ");
  const Json again = world.sign(*test::cast()["BKS"].signer, "finance:ConfirmDisbursement",
                                "payment/" + test::disbursement_uetr(), 1, other);
  check(as("BKH", "ConfirmDisbursement", again), "F53", "RECORD_CONFLICT");
}

TEST_CASE_FIXTURE(Paying, "ConfirmDisbursement: security and payment, in order of precedence") {
  play(Stage::requested);
  const Json good = test::payment("500000000", "BKH", "BKS");
  const Json wrong = test::position("1", "2026-03-05", "0");
  const Json early = with(args, "valueDate", "2026-03-04");
  const Json unproven = with(test::payment("1", "BKS", "BKH"), "amount", test::money("1", "USD"));
  const ebl::Bill pledged = bill();
  edit<ebl::Bill>(ebl::key::bill(bill_id()), [](ebl::Bill& b) { b.pledge.reset(); });
  write(key::lock(bill_id()), financed(loan_id("L9"), world.now));
  check(pay(unproven, wrong, early), "F50", "EBL_STATE");
  write(ebl::key::bill(bill_id()), pledged);
  check(pay(unproven, wrong, early), "F22", "FP_DUPLICATE");
  write(key::lock(bill_id()), financed(loan_id(), world.now));
  check(pay(unproven, wrong, early), "F55", "CASH_NOT_FINAL");
  const Json dollars = with(good, "amount", test::money("1", "USD"));
  check(pay(dollars, wrong, early), "F56", "CCY_MISMATCH");
  check(pay(with(good, "amount", test::money("1")), wrong, early), "F57", "CASH_NOT_FINAL");
  check(pay(good, wrong, early), "F58", "VALUE_DATE");
  check(pay(good, wrong, with(args, "valueDate", "2026-07-04")), "F58", "VALUE_DATE");
  check(pay(good, wrong, args), "F59", "PRIVATE_VALUE");
  check(pay(good, test::position("500000000", "2026-03-06", "0"), args), "F59", "PRIVATE_VALUE");
  CHECK(pay(good, test::position("500000000", "2026-07-03", "0"),
            with(args, "valueDate", "2026-07-03"))
            .ok());
}

TEST_CASE_FIXTURE(Paying, "ConfirmDisbursement: fees are due from then on") {
  play(Stage::requested);
  const auto terms = test::open("terms", with(test::terms(), "fees", test::money("1000")));
  edit<Loan>(key::loan(loan_id()), [&](Loan& l) { l.terms = terms.commitment; });
  const auto owed = test::open("position", with(test::position("500000000", "2026-03-05", "0"),
                                                "feesDue", test::money("1000")));
  const Json relay = Json::Object{{"copies", Json::Array{Json("BankHMSP")}},
                                  {"commitments", test::commitments({{"position", owed}})}};
  CHECK(confirm(
            with(args, "relay", relay), "BKS",
            test::transient({test::disbursement_opening(), owed, test::drawdown_opening(), terms}))
            .ok());
}

TEST_CASE_FIXTURE(Paying, "ConfirmDisbursement: the loan is drawn, the payment is on record") {
  play(Stage::requested);
  const auto answer = confirm(args);
  CHECK(answer.integer("seq") == 6);
  CHECK(answer.payload.find("code") == nullptr);
  CHECK(loan().state == LoanState::drawn);
  CHECK(loan().position == test::drawn_position_opening().commitment);
  const auto payment = read(key::payment(*Uetr::parse(test::disbursement_uetr())));
  CHECK(payment.kind == PaymentKind::disbursement);
  CHECK(payment.seq == 1);
  CHECK_FALSE(payment.note);
  const auto record = read(key::drawdown(loan_id(), *DrawdownId::parse(test::id26("DRAW1"))));
  CHECK(record.state == DrawdownState::disbursed);
  CHECK(record.value_date == Date::parse("2026-03-05"));
  CHECK(keeps("BankHMSP", test::disbursement_opening()));
  CHECK(keeps("BankHMSP", test::drawn_position_opening()));
}

TEST_CASE_FIXTURE(Paying, "ConfirmDisbursement: a consent revoked since is noted, not refused") {
  play(Stage::requested);
  revoke("C1", "EXP");
  const auto answer = confirm(args);
  CHECK(answer.text("code") == "CNS_REVOKED_SINCE");
  CHECK(read(key::payment(*Uetr::parse(test::disbursement_uetr()))).note ==
        PaymentNote::consent_revoked_since);
}
