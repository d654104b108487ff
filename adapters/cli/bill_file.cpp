// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/bill_file.hpp"

#include <ostream>

#include "adapters/cli/ask.hpp"
#include "adapters/cli/connect.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/title.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::cli {

namespace {

[[noreturn]] void bad(const std::string& message, const std::string& next) {
  throw Problem(Exit::bad_input, message, next);
}

/// As the contract makes it of a document.
std::string bill_of(const Json& document) {
  const std::string carrier = text_at(document, "carrierCode");
  const std::string reference = text_at(document, "transportDocumentReference");
  const std::string sub = text_at(document, "transportDocumentSubReference");
  if (carrier.empty() || reference.empty()) return "";
  return carrier + "/" + reference + "/" + (sub.empty() ? "1" : sub);
}

/// Statuses in which a bill is held by somebody who can do something with it.
bool is_live(const std::string& status) {
  return status == "ISSUED" || status == "TRANSFER_PENDING" ||
         status == "PENDING_SURRENDER_FOR_DELIVERY" || status == "PENDING_SURRENDER_FOR_AMENDMENT";
}

void judge_state(const Json& record, BillVerdict& out) {
  out.status = text_at(record, "status");
  const Json* links = record.find("links");
  const Json* after = links == nullptr ? nullptr : links->find("replacedBy");
  const bool is_replaced =
      after != nullptr && after->as_array() != nullptr && !after->as_array()->empty();
  if (is_replaced) {
    out.state = "superseded: replaced by";
    for (const Json& id : *after->as_array())
      if (id.as_string() != nullptr) out.state += " " + *id.as_string();
    return;
  }
  const bool is_current = is_live(out.status);
  out.state =
      (is_current ? "current: " : "no longer in circulation: ") + status_in_words(out.status);
  out.is_current = is_current && out.verdict == "genuine";
}

Json verdict_json(const BillFile& file, const BillVerdict& verdict) {
  Json::Object out{{"billId", file.bill},
                   {"checksum", file.checksum},
                   {"current", verdict.is_current},
                   {"verdict", verdict.verdict},
                   {"why", verdict.why}};
  if (!verdict.state.empty()) out.emplace("state", verdict.state);
  if (!verdict.status.empty()) out.emplace("status", verdict.status);
  return out;
}

void print_verdict(const Screen& screen, const BillFile& file, const BillVerdict& verdict) {
  const Color color = verdict.verdict != "genuine" ? Color::red
                      : verdict.is_current         ? Color::green
                                                   : Color::yellow;
  screen.out << paint(verdict.verdict, color, screen.colors_out) << "  bill "
             << printable(file.bill) << "\n  " << printable(verdict.why) << "\n";
  if (!verdict.state.empty()) screen.out << "  " << printable(verdict.state) << "\n";
  screen.out << "  checksum of the file  " << file.checksum << "\n";
}

}  // namespace

BillFile read_bill_file(const Json& json, const std::string& bill, const std::string& salt) {
  const Json* issuance = json.find("issuance");
  const Json* inside = issuance == nullptr ? nullptr : issuance->find("document");
  if (issuance != nullptr && inside == nullptr)
    bad("The opening holds no document.", "Give the opening of an issuance request.");
  const Json& document = inside == nullptr ? json : *inside;
  if (document.as_object() == nullptr)
    bad("The file holds no transport document.", "Give the document as JSON, or its opening.");
  BillFile out{.bill = bill.empty() ? bill_of(document) : bill,
               .checksum = crypto::sha256_hex(canonical(document)).text(),
               .salt = salt.empty() && inside != nullptr ? text_at(json, "salt") : salt};
  if (out.bill.empty())
    bad("The document does not tell which bill it is.", "Give --bill CARRIER/REFERENCE/SUB.");
  if (out.salt.empty())
    bad("The salt is not known.", "Give the opening as the file, or --salt with what came along.");
  if (inside != nullptr) out.commitment = crypto::sha256_hex(canonical(json)).text();
  return out;
}

BillVerdict judge(const BillFile& file, const Json& record, const std::string& reason) {
  BillVerdict out;
  const bool is_committed = !file.commitment.empty();
  const bool fits = file.commitment == text_at(record, "issuance");
  if (reason == "MATCHES" || (is_committed && fits)) {
    out.verdict = "genuine";
    out.why = "The document is, to the last character, the one that was issued.";
  } else if (reason == "OTHER_CHECKSUM" || (reason == "NOT_KEPT" && is_committed)) {
    out.verdict = "altered";
    out.why = "The document is not the one that was issued under this number.";
  } else if (reason == "OTHER_SALT") {
    out.verdict = "unproven";
    out.why =
        "The document is the one that was issued, but the salt is not: ask the sender for the "
        "opening.";
  } else {
    out.verdict = "unknown";
    out.why =
        "Your organisation keeps no copy to compare: ask for the opening, not the document "
        "alone.";
  }
  judge_state(record, out);
  return out;
}

bool run(const VerifyBill& command, const Screen& screen) {
  const BillFile file =
      read_bill_file(read_json("@" + command.file, command.file), command.bill, command.salt);
  const auto client = connect(command.at);
  BillVerdict verdict;
  try {
    const Json got = ask(*client, command.at, "ebl:Get", {{"billId", file.bill}});
    const Json answer =
        ask(*client, command.at, "ebl:Verify",
            {{"billId", file.bill}, {"checksum", file.checksum}, {"salt", file.salt}});
    const Json* bill = got.find("bill");
    verdict = judge(file, bill == nullptr ? got : *bill, text_at(answer, "reason"));
  } catch (const Problem& problem) {
    if (problem.token != "EBL_UNKNOWN") throw;
    verdict = {.verdict = "unknown", .why = "There is no bill of this number on the channel."};
  }
  if (command.at.output == Output::table)
    print_verdict(screen, file, verdict);
  else
    print(screen.out, verdict_json(file, verdict), command.at.output);
  return verdict.is_current;
}

}  // namespace tradelane::cli
