// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/contracts/ebl/amending.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using test::with;

namespace {

struct Paper : Amending {
  const std::string back = "TSTC/TSTCSHA2603001/2";

  Json to_paper(const std::string& number, std::int64_t originals = 3) const {
    return with(with(with(id, "paperSet", number), "originals", originals), "statement",
                std::string(64, 'd'));
  }
  /// ConvertFromPaper of `number` as a bill `as_id`, by `who`.
  test::Answer from_paper(const std::string& number, const std::string& as_id,
                          std::int64_t originals = 3, std::int64_t surrendered = 3,
                          const char* who = "CAR") {
    const auto& openings = openings_of(as_id, document_of(as_id));
    Json args = with(test::issue_args("B1"), "billId", as_id);
    args = with(with(args, "commitments", commitments_of(openings)), "paperSet", number);
    args = with(with(args, "originals", originals), "surrenderedOriginals", surrendered);
    return as(who, "ConvertFromPaper", with(args, "statement", std::string(64, 'e')),
              openings.transient());
  }
  std::optional<PaperSet> paper(const std::string& number) {
    return ledger::Reader(world.state).find(key::paper("TSTC", number));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Paper, "ConvertToPaper: every refusal, in order of precedence") {
  check(as("CAR", "ConvertToPaper", to_paper("")), "B1", "EBL_UNKNOWN");
  deliver();
  check(signed_by("IMP", "ConvertToPaper", 3, to_paper("")), "B119", "EBL_NOT_ENTITLED");
  check(as("CAR", "ConvertToPaper", to_paper("")), "B120", "EBL_STATE");
  CHECK(signed_by("IMP", "RequestSurrender", 3, amendment("R1", "COD")).ok());
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  check(as("CAR", "ConvertToPaper", to_paper("")), "B121", "EBL_STATE");
}

TEST_CASE_FIXTURE(Paper, "ConvertToPaper: B127 and B128, the paper set") {
  CHECK(from_paper("USED-1", "TSTC/OTHER/1").ok());
  surrender_to_amend("SWTP");
  check(as("CAR", "ConvertToPaper", test::without(to_paper("P-1"), "statement")), "A11",
        "ARG_MALFORMED");
  for (const char* number : {"", "P 1", "123456789012345678901234567890123456"})
    check(as("CAR", "ConvertToPaper", to_paper(number)), "B127", "ARG_MALFORMED");
  for (const std::int64_t originals : {0, 10})
    check(as("CAR", "ConvertToPaper", to_paper("USED-1", originals)), "B127", "ARG_MALFORMED");
  check(as("CAR", "ConvertToPaper", to_paper("USED-1")), "B128", "EBL_PAPER_LIVE");
  CHECK(as("CAR", "ConvertToPaper", to_paper("P-1", 9)).integer("seq") == 6);
  CHECK(as("CAR", "ConvertToPaper", to_paper("P-1", 9)).changes.empty());
}

TEST_CASE_FIXTURE(Paper,
                  "ConvertToPaper: MLETR 18, the electronic bill is inoperative from then on") {
  surrender_to_amend("SWTP");
  CHECK(as("CAR", "ConvertToPaper", to_paper("P-1")).ok());
  CHECK(bill().status == Status::converted_to_paper);
  CHECK(bill().links->paper_ref == "P-1");
  CHECK(step_at(test::bill_id("B1"), 6).payload == Digest::parse(std::string(64, 'd')));
  CHECK(paper("P-1")->state == PaperState::live);
  CHECK(paper("P-1")->from == bill_key());
  for (const char* transaction : {"ReleasePledge", "AcceptTransfer", "DeclineTransfer"})
    check(signed_by("IMP", transaction, 6, id), "B40", "EBL_STATE");
  check(signed_by("IMP", "Transfer", 6, to("EXP")), "B40", "EBL_STATE");
  check(as("CAR", "ConvertToPaper", to_paper("P-2")), "B40", "EBL_STATE");
}

TEST_CASE_FIXTURE(Paper, "ConvertFromPaper: every refusal, in order of precedence") {
  check(from_paper("P-1", back, 3, 3, "BKS"), "A10", "AUTH_DENIED");
  surrender_to_amend("SWTP");
  CHECK(as("CAR", "ConvertToPaper", to_paper("P-1")).ok());
  edit_party("BKS", [](contract::Party& party) {
    party.roles = Set<contract::Role>::of({contract::Role::bank, contract::Role::carrier});
  });
  const std::string wrong = "TSTC/TSTCSHA2603001/3";
  check(from_paper("", test::bill_id("B1")), "B3", "EBL_DUPLICATE");
  check(from_paper("", wrong, 3, 2), "B127", "ARG_MALFORMED");
  check(from_paper("P-1", wrong, 10, 2), "B127", "ARG_MALFORMED");
  check(from_paper("P-1", wrong, 3, 2, "BKS"), "B129", "EBL_PAPER_LIVE");
  check(from_paper("P-1", wrong, 2, 2, "BKS"), "B129", "EBL_PAPER_LIVE");
  check(from_paper("P-1", wrong, 3, 3, "BKS"), "B131", "EBL_NOT_ENTITLED");
  check(from_paper("P-1", wrong), "B132", "EBL_VERSION");
  suspend("EXP");
  check(from_paper("P-1", back), "B4", "PARTY_INACTIVE");
  edit_party("EXP", [](contract::Party& party) { party.state = contract::PartyState::active; });
  CHECK(from_paper("P-1", back).integer("seq") == 1);
  CHECK(from_paper("P-1", back).changes.empty());
  check(from_paper("P-1", wrong), "B130", "EBL_PAPER_LIVE");
}

TEST_CASE_FIXTURE(Paper,
                  "ConvertFromPaper: MLETR 17, statement and paper stand with the new bill") {
  surrender_to_amend("SWTP");
  CHECK(as("CAR", "ConvertToPaper", to_paper("P-1")).ok());
  CHECK(from_paper("P-1", back).ok());
  const auto born = bill_at(back);
  REQUIRE(born);
  CHECK(born->status == Status::issued);
  CHECK(born->changed_medium);
  CHECK(born->links->paper_ref == "P-1");
  CHECK(born->links->replaces == Set<BillId>{bill_key()});
  CHECK(step_at(back, 1).payload == Digest::parse(std::string(64, 'e')));
  CHECK(paper("P-1")->state == PaperState::surrendered);
  CHECK(paper("P-1")->replaced_by == BillId::parse(back));
  CHECK(bill().status == Status::converted_to_paper);
  CHECK(as("CAR", "Get", with(Json::Object{{"billId", back}}, "open", true)).ok());
}

TEST_CASE_FIXTURE(Paper, "ConvertFromPaper: paper that was never electronic, once") {
  CHECK(from_paper("OLD-1", back, 1, 1).ok());
  CHECK(bill_at(back)->changed_medium);
  CHECK(bill_at(back)->links->replaces.empty());
  check(from_paper("OLD-1", "TSTC/OTHER/1", 1, 1), "B130", "EBL_PAPER_LIVE");
}
