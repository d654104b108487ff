// SPDX-License-Identifier: Apache-2.0
#include "tests/support/bills.hpp"

#include <map>

#include "chaincode/contracts/ebl/document.hpp"
#include "tests/support/fixture.hpp"

namespace tradelane::test {

std::string bill_id(const std::string& bill) {
  return "TSTC/" + std::string(bill == "B1" ? "TSTCSHA2603001" : "TSTCSHA2603002") + "/1";
}

Json document(const std::string& bill) {
  auto read = parse_json(fixture("ebl/" + bill + ".json"));
  if (!read) throw Fault(read.error().message());
  return std::move(*read);
}

Json bill_facts(const std::string& bill) {
  return to_json(*ebl::facts_of(document(bill), *ebl::BillId::parse(bill_id(bill))));
}

Json issuance(const Json& document) {
  const Json issue_to = Json::Object{{"partyName", "Canary Exporter"}, {"sendToPlatform", "TRLN"}};
  const Json manifest = Json::Object{{"documentChecksum", ebl::checksum(document)},
                                     {"issueToChecksum", ebl::checksum(issue_to)}};
  const Signer& carrier = *cast()["CAR"].signer;
  return Json::Object{{"document", document},
                      {"issueTo", issue_to},
                      {"issuanceManifestSignedContent",
                       crypto::sign_jws(carrier.key, canonical(manifest), carrier.kid)}};
}

const BillOpenings& bill_openings(const std::string& bill) {
  static std::map<std::string, BillOpenings> made;
  const auto at = made.find(bill);
  if (at != made.end()) return at->second;
  return made[bill] = {open("issuance", issuance(document(bill))), open("facts", bill_facts(bill))};
}

Json issue_args(const std::string& bill) {
  const BillOpenings& openings = bill_openings(bill);
  return Json::Object{
      {"billId", bill_id(bill)},
      {"kind", "ORDER"},
      {"acceptance", "REQUIRED"},
      {"holder", party_id("EXP").text()},
      {"owner", party_id("IMP").text()},
      {"legalBasis", "RULEBOOK"},
      {"commitments", Json::Object{{"issuance", openings.issuance.commitment.text()},
                                   {"facts", openings.facts.commitment.text()}}}};
}

Answer issue_bill(World& world, const std::string& bill) {
  return world.submit(actor(world, "CAR"), "ebl:Issue", issue_args(bill),
                      bill_openings(bill).transient());
}

Json sign_bill(const World& world, const std::string& alias, const std::string& transaction,
               const std::string& bill, std::int64_t seq, Json args) {
  return world.sign(*cast()[alias].signer, "ebl:" + transaction, "bill/" + bill_id(bill), seq,
                    std::move(args));
}

void deliver_to_importer(World& world, const std::string& bill) {
  const auto require = [](const Answer& answer) {
    if (!answer.ok()) throw Fault("deliver_to_importer: " + answer.message);
  };
  require(issue_bill(world, bill));
  const Json id = Json::Object{{"billId", bill_id(bill)}};
  require(world.submit(
      actor(world, "EXP"), "ebl:Transfer",
      sign_bill(world, "EXP", "Transfer", bill, 1, with(id, "to", party_id("IMP").text()))));
  require(world.submit(actor(world, "IMP"), "ebl:AcceptTransfer",
                       sign_bill(world, "IMP", "AcceptTransfer", bill, 2, id),
                       bill_openings(bill).transient()));
}

}  // namespace tradelane::test
