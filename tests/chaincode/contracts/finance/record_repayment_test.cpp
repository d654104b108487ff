// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using test::with;

namespace {

struct Repaying : FinanceWorld {
  Json args = test::repayment_args();

  test::Answer repay(const Json& sent, const std::string& witness = "IMP",
                     const test::Transient& openings = test::repayment_openings()) {
    return as("BKH", "RecordRepayment", test::sign_payment(world, witness, "RecordRepayment", sent),
              openings);
  }
  /// Another payment, what is owed and what is drawn after it.
  test::Answer repay(const Json& payment, const Json& position, const std::string& drawn,
                     const Json& sent) {
    const auto paid = test::open("payment", payment);
    const auto owed = test::open("position", position);
    const auto usage = test::usage_opening(drawn, "after");
    const Json relay =
        Json::Object{{"copies", Json::Array{Json("BankHMSP")}},
                     {"commitments", test::commitments({{"position", owed}, {"usage", usage}})}};
    return repay(
        with(with(sent, "commitments", test::commitments({{"payment", paid}})), "relay", relay),
        "IMP",
        test::transient({paid, owed, usage, test::drawn_position_opening(), test::terms_opening(),
                         test::usage_opening("500000000")}));
  }
  static Json payment(const std::string& minor) { return test::payment(minor, "BKH", "BKH"); }
};

}  // namespace

TEST_CASE_FIXTURE(Repaying, "RecordRepayment: who and which state, in order of precedence") {
  const Json stranger = with(args, "witness", test::id26("NOBODY"));
  check(as("CAR", "RecordRepayment", stranger), "A10", "AUTH_DENIED");
  check(as("BK2", "RecordRepayment", stranger), "F2", "FIN_UNKNOWN");
  play(Stage::requested);
  check(as("BK2", "RecordRepayment", stranger), "F3", "AUTH_DENIED");
  check(as("BKH", "RecordRepayment", stranger), "A2", "ACT_KEY");
  check(as("BKH", "RecordRepayment", args), "A1", "ACT_MISSING");
  check(repay(args, "IMP", {}), "F60", "FIN_STATE");
  test::require_ok(test::confirm_disbursement(world));
  const Json relay = *args.find("relay");
  check(repay(with(args, "relay", with(relay, "copies", Json::Array{Json("BankSMSP")})), "IMP", {}),
        "F5", "ARG_MALFORMED");
  check(repay(args, "IMP", {}), "A6", "PRIVATE_MISSING");
}

TEST_CASE_FIXTURE(Repaying, "RecordRepayment: F53, a payment counts once, whatever it was for") {
  play(Stage::drawn);
  const Json used =
      with(with(args, "uetr", test::disbursement_uetr()), "witness", test::id26("BKS"));
  const Json again = world.sign(*test::cast()["BKS"].signer, "finance:RecordRepayment",
                                "payment/" + test::disbursement_uetr(), 1, used);
  check(as("BKH", "RecordRepayment", again), "F53", "RECORD_CONFLICT");
}

TEST_CASE_FIXTURE(Repaying, "RecordRepayment: the payment, in order of precedence") {
  play(Stage::drawn);
  const Json wrong = test::position("1", "2026-06-03", "0");
  const Json early = with(args, "valueDate", "2026-03-04");
  const Json to_another = with(test::payment("0", "BKH", "BKS"), "amount", test::money("0", "USD"));
  check(repay(to_another, wrong, "1", early), "F55", "CASH_NOT_FINAL");
  check(repay(with(payment("0"), "amount", test::money("0", "USD")), wrong, "1", early), "F56",
        "CCY_MISMATCH");
  check(repay(payment("0"), wrong, "1", early), "F61", "PRIVATE_VALUE");
  check(repay(payment("506472604"), wrong, "1", early), "F58", "VALUE_DATE");
  check(repay(payment("506472604"), wrong, "1", with(args, "valueDate", "2026-07-04")), "F58",
        "VALUE_DATE");
  check(repay(payment("506472604"), wrong, "1", args), "F63", "REPAY_OVER");
  check(repay(payment("506472603"), wrong, "1", args), "F59", "PRIVATE_VALUE");
  const Json right = test::position("0", "2026-06-03", "6472603");
  check(repay(payment("506472603"), right, "1", args), "F52", "PRIVATE_VALUE");
  CHECK(repay(payment("506472603"), right, "0", args).ok());
}

TEST_CASE_FIXTURE(Repaying, "RecordRepayment: F62, interest beyond any amount") {
  play(Stage::drawn);
  const auto terms = test::open("terms", with(test::terms(), "rateE6", "9223372036854775807"));
  edit<Loan>(key::loan(loan_id()), [&](Loan& l) { l.terms = terms.commitment; });
  auto openings = test::repayment_openings();
  openings.erase(test::terms_opening().commitment.text());
  openings.emplace(terms.commitment.text(), terms.bytes);
  check(repay(args, "IMP", openings), "F62", "INT_OVERFLOW");
}

TEST_CASE_FIXTURE(Repaying, "RecordRepayment: at 90 days, 5,064,726.03 settles everything") {
  play(Stage::drawn);
  CHECK(repay(args).integer("seq") == 7);
  CHECK(loan().state == LoanState::repaid);
  CHECK(facility().usage == test::usage_opening("0", "repaid").commitment);
  CHECK(keeps("BankHMSP", test::repayment_opening()));
  CHECK(keeps("BankHMSP", test::repaid_position_opening()));
  CHECK(repay(args).changes.empty());
  const Json another = with(args, "uetr", "2f0c3a52-0b54-4c6e-9a3e-2d5f6f7a8b90");
  check(repay(another), "F60", "FIN_STATE");
}

TEST_CASE_FIXTURE(Repaying, "RecordRepayment: interest alone leaves the facility's use as it is") {
  play(Stage::drawn);
  const auto paid = test::open("payment", payment("1"));
  const auto owed = test::open("position", with(test::position("500000000", "2026-06-03", "1"),
                                                "interestDue", test::money("6472602")));
  const auto usage = test::usage_opening("500000000");
  const Json relay =
      Json::Object{{"copies", Json::Array{Json("BankHMSP")}},
                   {"commitments", test::commitments({{"position", owed}, {"usage", usage}})}};
  const Json sent =
      with(with(args, "commitments", test::commitments({{"payment", paid}})), "relay", relay);
  CHECK(repay(sent, "IMP",
              test::transient(
                  {paid, owed, usage, test::drawn_position_opening(), test::terms_opening()}))
            .ok());
  CHECK(loan().state == LoanState::part_repaid);
  CHECK(facility().usage == usage.commitment);
}

TEST_CASE_FIXTURE(Repaying, "RecordRepayment: a part, then the rest with interest on the rest") {
  play(Stage::drawn);
  // 30 days on 5,000,000.00 cost 21,575.34; what is left of 1,021,575.34 is principal.
  const Json part = test::position("400000000", "2026-04-04", "2157534");
  const Json first =
      with(with(args, "uetr", "2f0c3a52-0b54-4c6e-9a3e-2d5f6f7a8b90"), "valueDate", "2026-04-04");
  CHECK(repay(payment("102157534"), part, "400000000", first).ok());
  CHECK(loan().state == LoanState::part_repaid);
  // 60 days on 4,000,000.00 cost 34,520.55.
  const auto paid = test::open("payment", payment("403452055"));
  const auto owed = test::open("position", test::position("0", "2026-06-03", "5609589"));
  const auto usage = test::usage_opening("0", "repaid");
  const Json relay =
      Json::Object{{"copies", Json::Array{Json("BankHMSP")}},
                   {"commitments", test::commitments({{"position", owed}, {"usage", usage}})}};
  CHECK(
      repay(with(with(args, "commitments", test::commitments({{"payment", paid}})), "relay", relay),
            "IMP",
            test::transient({paid, owed, usage, test::open("position", part), test::terms_opening(),
                             test::usage_opening("400000000", "after")}))
          .ok());
  CHECK(loan().state == LoanState::repaid);
}
