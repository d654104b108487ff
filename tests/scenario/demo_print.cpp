// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/demo_print.hpp"

#include <algorithm>
#include <iomanip>
#include <map>
#include <ostream>

#include "chaincode/codec/money.hpp"
#include "tests/support/bills.hpp"

namespace tradelane::scenario {
namespace {

constexpr const char* indent = "       ";

std::string text(const Json& object, std::initializer_list<const char*> path) {
  const Json* at = &object;
  for (const char* name : path) at = at == nullptr ? nullptr : at->find(name);
  if (at == nullptr) return "";
  return at->as_string() == nullptr ? canonical(*at) : *at->as_string();
}

/// "00000000000000000000000EXP" → "EXP"
std::string alias_of(const std::string& id) {
  const auto first = id.find_first_not_of('0');
  return first == std::string::npos ? id : id.substr(first);
}

/// 506472603 → "HKD 5,064,726.03"
std::string amount_of(const Json& values, const char* value, const char* field) {
  const std::string digits = text(values, {value, field, "amount"});
  if (digits.empty()) return "-";
  std::string padded = digits.size() < 3 ? std::string(3 - digits.size(), '0') + digits : digits;
  padded.insert(padded.size() - 2, ".");
  for (int at = static_cast<int>(padded.size()) - 6; at > 0; at -= 3)
    padded.insert(static_cast<std::size_t>(at), ",");
  return text(values, {value, field, "currency"}) + " " + padded;
}

void print_receipt(std::ostream& out, const Receipt& receipt) {
  out << indent << "tx " << receipt.txid << "  block " << receipt.block << "\n" << indent << "done";
  for (const char* name : {"seq", "code"})
    if (const std::string value = text(receipt.payload, {name}); !value.empty())
      out << "  " << name << " " << value;
  out << "\n";
}

void print_refusal(std::ostream& out, const Told& told) {
  const Receipt& receipt = told.played.receipt;
  out << indent << "tx " << receipt.txid << "\n"
      << indent << "REFUSED " << receipt.status << "  " << receipt.message << "\n"
      << indent << "nothing written: the ledger has " << told.played.mark
      << " blocks before and after";
  for (const Query& query : told.step.unchanged)
    out << ", " << query.function << " answers the same bytes";
  out << "\n";
}

Json ask(Backend& backend, const std::string& by, const std::string& function, Json::Object args) {
  const Receipt receipt = backend.query({.by = by, .function = function, .args = std::move(args)});
  if (!receipt.ok()) throw Fault(function + " by " + by + ": " + receipt.message);
  return receipt.payload;
}

void print_title(std::ostream& out, Backend& backend) {
  const Json history =
      ask(backend, "CAR", "ebl:History", Json::Object{{"billId", test::bill_id("B1")}});
  out << "\nChain of title of " << test::bill_id("B1") << " (ebl:History, asked by CAR)\n";
  for (const Json& step : *history.find("steps")->as_array()) {
    const std::string recipient = alias_of(text(step, {"recipient"}));
    out << "  " << std::left << std::setw(24) << text(step, {"actionCode"}) << std::setw(5)
        << alias_of(text(step, {"actor"})) << std::setw(7)
        << (recipient.empty() ? "" : "-> " + recipient) << text(step, {"at"}) << "  tx "
        << text(step, {"txId"}).substr(0, 12) << "\n";
  }
}

void print_journals(std::ostream& out, Backend& backend) {
  out << "\nConsent journal (consent:Journal, read back by CDP)\n";
  for (const char* consent : {"C1", "C2", "C3"}) {
    const Json journal =
        ask(backend, "CDP", "consent:Journal", Json::Object{{"consentId", id26(consent)}});
    Json::Array rows = *journal.find("rows")->as_array();
    std::stable_sort(rows.begin(), rows.end(), [](const Json& a, const Json& b) {
      return text(a, {"access", "decision"}) < text(b, {"access", "decision"});
    });
    for (const Json& row : rows)
      out << "  " << consent << "  " << std::left << std::setw(4)
          << alias_of(text(row, {"access", "recipient"})) << std::setw(6)
          << text(row, {"access", "decision"}) << std::setw(9) << text(row, {"access", "reason"})
          << text(row, {"access", "purpose"}) << " " << text(row, {"access", "categories"}) << "  "
          << text(row, {"access", "at"}) << "\n";
  }
}

/// What a rule of the match compares, in a few words of its rule book.
std::string compared_by(const std::string& rule) {
  static const std::map<std::string, std::string> known{{"M01", "number of the bill"},
                                                        {"M02", "containers"},
                                                        {"M03", "packages"},
                                                        {"M04", "gross weight"}};
  return known.at(rule);
}

void print_match(std::ostream& out, Backend& backend) {
  const Json view =
      ask(backend, "BKH", "evidence:MatchReport", Json::Object{{"matchId", id26("MATCH1")}});
  out << "\nMatch of bill and evidence (evidence:MatchReport, asked by BKH): "
      << text(view, {"match", "overall"}) << "\n";
  for (const Json& verdict : *view.find("match")->find("verdicts")->as_array())
    out << "  " << text(verdict, {"rule"}) << "  " << text(verdict, {"level"}) << "  "
        << compared_by(text(verdict, {"rule"})) << "\n";
}

void print_loan(std::ostream& out, Backend& backend) {
  const Json view =
      ask(backend, "BKH", "finance:Get", Json::Object{{"loanId", id26("LOAN1")}, {"open", true}});
  const Json& values = *view.find("values");
  out << "\nLoan " << id26("LOAN1")
      << " (finance:Get with open, asked by BKH at its own peer): " << text(view, {"loan", "state"})
      << "\n"
      << "  requested    " << amount_of(values, "application", "requested") << "\n"
      << "  principal    " << amount_of(values, "terms", "principal") << "\n"
      << "  interest     " << amount_of(values, "position", "interestPaid") << "  (90 days, 5.25 %"
      << " ACT/365F)\n"
      << "  outstanding  " << amount_of(values, "position", "outstanding") << "\n";
  const Receipt other = backend.query(
      {.by = "BK2", .function = "finance:Get", .args = Json::Object{{"loanId", id26("LOAN1")}}});
  out << "  asked by BK2: " << other.message << "\n";
}

}  // namespace

void print_step(std::ostream& out, const Told& told) {
  const Step& step = told.step;
  out << std::left << std::setw(4) << step.number << std::setw(3) << "" << step.what << "\n"
      << indent << step.transaction << " by " << step.by << " (" << test::cast()[step.by].msp
      << "), endorsed by";
  for (const std::string& msp : msps_of(step.endorsers)) out << " " << msp;
  out << "\n";
  if (step.refused) {
    print_refusal(out, told);
  } else {
    print_receipt(out, told.played.receipt);
  }
  for (const std::string& note : told.notes) out << indent << note << "\n";
  out << std::flush;
}

void print_ending(std::ostream& out, Backend& backend) {
  print_title(out, backend);
  print_journals(out, backend);
  print_match(out, backend);
  print_loan(out, backend);
}

std::vector<std::string> explorer_command(const Stage& stage) {
  const std::string net = stage.network_files();
  return {test::program("tradelane"),        "web",   "--profile",
          net + "/connection-BankHMSP.json", "--msp", net + "/BankHMSP/users/BKH/msp"};
}

void print_access(std::ostream& out, const Stage& stage, const std::string& explorer) {
  const std::string net = stage.network_files();
  out << "\nThe servers stay up until Ctrl-C. Look at the ledger as BKH, in a browser:\n  "
      << explorer << "\nAsk with the command:\n"
      << "  " << test::program("tradelane") << " query finance:Get '{\"loanId\":\"" << id26("LOAN1")
      << "\"}' \\\n    --profile " << net << "/connection-BankHMSP.json --msp " << net
      << "/BankHMSP/users/BKH/msp\n"
      << "or with any Fabric Gateway client: the connection profiles are\n  " << net
      << "/connection-<MSP>.json, the MSP folders " << net << "/<MSP>/users/<NAME>/msp\n"
      << "CDI adapter " << stage.url_of(part::cdi_adapter) << ", data node (simulated) "
      << stage.url_of(part::node) << ", CDI (simulated) " << stage.url_of(part::cdi) << "\n"
      << std::flush;
}

}  // namespace tradelane::scenario
