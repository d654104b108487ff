// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/bill_file.hpp"

#include "chaincode/crypto/digest.hpp"
#include "tests/adapters/cli/expect.hpp"

using namespace tradelane;

namespace {

const char* const document =
    R"({"carrierCode":"HLCU","transportDocumentReference":"B1","b":1,"a":"x"})";
const std::string opening =
    std::string(R"({"issuance":{"document":)") + document + R"(,"issueTo":{}},"salt":"c2FsdA"})";

cli::BillFile file_of(const std::string& text, const std::string& bill = "",
                      const std::string& salt = "") {
  return cli::read_bill_file(test::json(text), bill, salt);
}

Json record(const std::string& issuance, const std::string& more = R"("status":"ISSUED")") {
  return test::json("{\"issuance\":\"" + issuance + "\"," + more + "}");
}

}  // namespace

TEST_CASE("what a bill as a file tells: its number, checksum, salt and commitment") {
  const auto file = file_of(opening);
  CHECK(file.bill == "HLCU/B1/1");
  CHECK(file.salt == "c2FsdA");
  CHECK(file.checksum ==
        crypto::sha256_hex(
            R"({"a":"x","b":1,"carrierCode":"HLCU","transportDocumentReference":"B1"})")
            .text());
  CHECK(file.commitment == crypto::sha256_hex(canonical(test::json(opening))).text());

  const auto alone = file_of(document, "HLCU/B1/2", "s");
  CHECK(alone.bill == "HLCU/B1/2");
  CHECK(alone.salt == "s");
  CHECK(alone.checksum == file.checksum);
  CHECK(alone.commitment.empty());
  CHECK(file_of(R"({"carrierCode":"A","transportDocumentReference":"B",)"
                R"("transportDocumentSubReference":"3"})",
                "", "s")
            .bill == "A/B/3");

  test::check_bad_input([] { file_of(document); }, "The salt is not known.");
  test::check_bad_input([] { file_of("{}", "", "s"); }, "does not tell which bill");
  test::check_bad_input([] { file_of(R"({"issuance":{}})"); }, "holds no document");
  test::check_bad_input([] { file_of("[]"); }, "no transport document");
}

TEST_CASE("genuine, altered or unknown") {
  const auto whole = file_of(opening);
  const auto alone = file_of(document, "", "c2FsdA");
  const Json right = record(whole.commitment);
  const Json wrong = record(std::string(64, '0'));
  struct Row {
    const cli::BillFile& file;
    const Json& record;
    const char* reason;
    const char* verdict;
  };
  const std::vector<Row> rows{
      {whole, right, "MATCHES", "genuine"},    {alone, wrong, "MATCHES", "genuine"},
      {whole, right, "NOT_KEPT", "genuine"},   {whole, wrong, "NOT_KEPT", "altered"},
      {alone, right, "NOT_KEPT", "unknown"},   {alone, right, "OTHER_CHECKSUM", "altered"},
      {alone, right, "OTHER_SALT", "unproven"}};
  for (const Row& row : rows) {
    CAPTURE(row.reason);
    const auto verdict = cli::judge(row.file, row.record, row.reason);
    CHECK(verdict.verdict == row.verdict);
    CHECK(verdict.is_current == (verdict.verdict == "genuine"));
    CHECK_FALSE(verdict.why.empty());
  }
}

TEST_CASE("current, superseded, or no longer in circulation") {
  const auto file = file_of(opening);
  const auto state = [&](const std::string& more) {
    return cli::judge(file, record(file.commitment, more), "MATCHES");
  };
  CHECK(state(R"("status":"ISSUED")").state == "current: issued, in circulation");
  const auto voided = state(R"("status":"VOIDED")");
  CHECK(voided.state == "no longer in circulation: voided");
  CHECK_FALSE(voided.is_current);
  const auto replaced =
      state(R"("status":"SURRENDERED_FOR_AMENDMENT","links":{"replacedBy":["HLCU/B1/2"]})");
  CHECK(replaced.state == "superseded: replaced by HLCU/B1/2");
  CHECK(replaced.verdict == "genuine");
  CHECK_FALSE(replaced.is_current);
}
