// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/title.hpp"

#include <array>
#include <ostream>

#include "adapters/cli/ask.hpp"
#include "adapters/cli/connect.hpp"
#include "adapters/cli/output.hpp"

namespace tradelane::cli {

namespace {

using Words = std::pair<std::string_view, std::string_view>;

constexpr std::array<Words, 33> acts{{
    {"ISSUE", "issued"},
    {"TRANSFER", "possession passed"},
    {"TRANSFER_OFFERED", "transfer offered"},
    {"TRANSFER_DECLINED", "transfer declined"},
    {"TRANSFER_OWNERS", "possession and title passed"},
    {"TRANSFER_OWNERS_OFFERED", "transfer of possession and title offered"},
    {"ENDORSE", "endorsed to a named party, no further endorsement"},
    {"ENDORSE_TO_ORDER", "endorsed to order"},
    {"BLANK_ENDORSE", "endorsed in blank"},
    {"NOMINATED", "next owner nominated"},
    {"REJECTED_HOLDER", "possession rejected, it went back"},
    {"REJECTED_OWNER", "title rejected, it went back"},
    {"REJECTED_BOTH", "possession and title rejected, they went back"},
    {"SIGN", "possession confirmed"},
    {"REMARK", "remark added"},
    {"DOCUMENT_ATTACHED", "document attached"},
    {"PLEDGE_OFFERED", "pledge offered"},
    {"PLEDGED", "pledged"},
    {"PLEDGE_BOUND", "pledge tied to its loan"},
    {"PLEDGE_RELEASED", "pledge released"},
    {"ENFORCEMENT_NOTICE", "enforcement of the pledge announced"},
    {"PLEDGE_ENFORCED", "pledge enforced"},
    {"SURRENDER_FOR_DELIVERY", "surrender for delivery asked"},
    {"SURRENDER_FOR_AMENDMENT", "surrender for amendment asked"},
    {"SURRENDER_CANCELLED", "surrender withdrawn"},
    {"SACC", "surrender accepted"},
    {"SREJ", "surrender refused"},
    {"DELIVERED", "goods handed out"},
    {"VOIDED", "voided"},
    {"SPLIT", "split"},
    {"MERGED", "consolidated into another bill"},
    {"MEDIUM_CHANGED", "changed between paper and electronic form"},
    {"REISSUED", "replaced by a new bill"},
}};

constexpr std::array<Words, 10> states{{
    {"ISSUED", "issued, in circulation"},
    {"TRANSFER_PENDING", "offered to another party, not accepted yet"},
    {"PENDING_SURRENDER_FOR_DELIVERY", "surrender for delivery awaits the carrier's answer"},
    {"SURRENDERED_FOR_DELIVERY", "surrendered for delivery"},
    {"PENDING_SURRENDER_FOR_AMENDMENT", "surrender for amendment awaits the carrier's answer"},
    {"SURRENDERED_FOR_AMENDMENT", "surrendered for amendment, no longer in circulation"},
    {"VOIDED", "voided"},
    {"CONVERTED_TO_PAPER", "converted to paper"},
    {"SPLIT", "split into other bills"},
    {"MERGED", "consolidated into another bill"},
}};

template <std::size_t N>
std::string in_words(const std::array<Words, N>& list, const std::string& code) {
  for (const auto& [known, words] : list)
    if (known == code) return std::string(words);
  return code;
}

/// DCSA's codes of what one transaction did, as the chain names it: none, one or two.
std::string dcsa_codes(const Json::Array& chain, const std::string& transaction) {
  std::string out;
  for (const Json& entry : chain)
    if (text_at(entry, "auditReference") == transaction)
      out += (out.empty() ? "" : " + ") + text_at(entry, "actionCode");
  return out;
}

Json act_json(std::int64_t seq, const Json& step, const Json::Array& chain) {
  const std::string code = text_at(step, "actionCode");
  Json::Object out{{"action", act_in_words(code)},
                   {"actionCode", code},
                   {"actor", text_at(step, "actor")},
                   {"at", text_at(step, "at")},
                   {"seq", seq},
                   {"transactionId", text_at(step, "txId")}};
  const std::string dcsa = dcsa_codes(chain, text_at(step, "txId"));
  if (!dcsa.empty()) out.emplace("dcsa", dcsa);
  for (const char* name : {"recipient", "newOwner", "reasonCode"})
    if (const std::string value = text_at(step, name); !value.empty()) out.emplace(name, value);
  return out;
}

void line(std::ostream& out, const char* name, const std::string& value) {
  if (!value.empty()) out << "  " << name << printable(value) << "\n";
}

void print_act(const Screen& screen, const Json& act) {
  const std::string dcsa = text_at(act, "dcsa");
  std::string number = std::to_string(act.find("seq")->as_integer().value_or(0));
  if (number.size() < 4) number.insert(0, 4 - number.size(), ' ');
  screen.out << number << "  " << printable(text_at(act, "at")) << "\n      "
             << paint(printable(text_at(act, "action")), Color::green, screen.colors_out) << "\n"
             << "      DCSA  " << (dcsa.empty() ? "none" : printable(dcsa));
  const std::string reason = text_at(act, "reasonCode");
  screen.out << (reason.empty() ? "" : ", reason " + printable(reason)) << "\n";
  line(screen.out, "    by    ", text_at(act, "actor"));
  line(screen.out, "    to    ", text_at(act, "recipient"));
  line(screen.out, "    owner ", text_at(act, "newOwner"));
}

Json::Array all_steps(gateway::Gateway& client, const ShowBill& command) {
  Json::Array out;
  Json::Object args{{"billId", command.bill}};
  for (;;) {
    const Json page = ask(client, command.at, "ebl:History", args);
    const Json* steps = page.find("steps");
    if (steps != nullptr && steps->as_array() != nullptr)
      out.insert(out.end(), steps->as_array()->begin(), steps->as_array()->end());
    const Json* next = page.find("next");
    if (next == nullptr || !next->as_integer()) return out;
    args.insert_or_assign("after", *next);
  }
}

}  // namespace

std::string act_in_words(const std::string& action_code) { return in_words(acts, action_code); }

std::string status_in_words(const std::string& status) { return in_words(states, status); }

Json title_json(const Json& bill, const Json::Array& steps, const Json::Array& chain) {
  Json::Array told;
  for (const Json& step : steps)
    told.push_back(act_json(static_cast<std::int64_t>(told.size()) + 1, step, chain));
  Json::Object out{{"acts", std::move(told)},           {"billId", text_at(bill, "id")},
                   {"holder", text_at(bill, "holder")}, {"issuer", text_at(bill, "issuer")},
                   {"kind", text_at(bill, "kind")},     {"owner", text_at(bill, "owner")},
                   {"status", text_at(bill, "status")}};
  if (const Json* pledge = bill.find("pledge"); pledge != nullptr)
    out.emplace("pledge", Json::Object{{"loan", text_at(*pledge, "loan")},
                                       {"pledgee", text_at(*pledge, "pledgee")},
                                       {"state", text_at(*pledge, "state")}});
  for (const char* name : {"nominee", "pendingTo", "pendingOwner"})
    if (const std::string value = text_at(bill, name); !value.empty()) out.emplace(name, value);
  return out;
}

void print_title(const Screen& screen, const Json& title) {
  std::ostream& out = screen.out;
  out << paint("bill " + printable(text_at(title, "billId")), Color::green, screen.colors_out)
      << "\n";
  line(out, "status   ", status_in_words(text_at(title, "status")));
  line(out, "kind     ", text_at(title, "kind"));
  line(out, "issuer   ", text_at(title, "issuer"));
  line(out, "holder   ", text_at(title, "holder"));
  line(out, "owner    ", text_at(title, "owner"));
  line(out, "nominee  ", text_at(title, "nominee"));
  line(out, "offered  ", text_at(title, "pendingTo"));
  const Json* pledge = title.find("pledge");
  line(out, "pledgee  ", pledge == nullptr ? "none" : text_at(*pledge, "pledgee"));
  if (pledge != nullptr)
    line(out, "pledge   ", text_at(*pledge, "state") + ", loan " + text_at(*pledge, "loan"));
  out << "chain of title, the oldest first\n";
  for (const Json& act : *title.find("acts")->as_array()) print_act(screen, act);
}

void run(const ShowBill& command, const Screen& screen) {
  const auto client = connect(command.at);
  Progress progress(screen);
  progress.show("asking for bill " + command.bill);
  const Json got = ask(*client, command.at, "ebl:Get", {{"billId", command.bill}});
  const auto steps = all_steps(*client, command);
  const Json chain = ask(*client, command.at, "ebl:EndorsementChain",
                         {{"billId", command.bill}, {"form", "PINT"}});
  progress.clear();
  const Json* bill = got.find("bill");
  const Json* entries = chain.find("endorsementChain");
  const Json title = title_json(
      bill == nullptr ? got : *bill, steps,
      entries != nullptr && entries->as_array() != nullptr ? *entries->as_array() : Json::Array());
  if (command.at.output == Output::table)
    print_title(screen, title);
  else
    print(screen.out, title, command.at.output);
}

}  // namespace tradelane::cli
