// SPDX-License-Identifier: Apache-2.0
// Shape and medium: ebl.md 2.4, 4 (rows 16 to 18), 8.3 I12 and I15, 8.4.
#include "tests/chaincode/contracts/ebl/oracle/shape.hpp"

#include <sstream>

#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"

namespace tradelane::oracle {
namespace {

std::vector<std::string> words_of(const std::string& text, char between) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, between);) out.push_back(word);
  return out;
}

}  // namespace

Goods Goods::parse(const std::string& text) {
  const auto words = words_of(text, ' ');
  Goods out{.packages = std::stoll(words.at(0)), .kilograms = std::stoll(words.at(1))};
  out.containers.clear();
  for (const auto& one : words_of(words.at(2), ',')) out.containers.insert(one);
  out.shipper = words.at(3);
  out.to = words.at(4);
  return out;
}

std::string Goods::text() const {
  std::string list;
  for (const auto& one : containers) list += (list.empty() ? "" : ",") + one;
  return std::to_string(packages) + " " + std::to_string(kilograms) + " " + list + " " + shipper +
         " " + to;
}

Goods Goods::plus(const Goods& other) const {
  Goods out = *this;
  out.packages += other.packages;
  out.kilograms += other.kilograms;
  out.containers.insert(other.containers.begin(), other.containers.end());
  return out;
}

Reference Reference::of(const std::string& bill) {
  const auto words = words_of(bill, '/');
  return {words.at(0), words.at(1), words.at(2)};
}

std::string paper_of(const std::string& bill, const std::string& number) {
  return Reference::of(bill).carrier + " " + number;
}

bool is_next_version(const std::string& next, const std::string& old) {
  const auto now = Reference::of(next);
  const auto before = Reference::of(old);
  if (now.carrier != before.carrier || now.document != before.document) return false;
  const bool is_number = before.version.find_first_not_of("0123456789") == std::string::npos;
  return !is_number || now.version == std::to_string(std::stoll(before.version) + 1);
}

std::vector<std::string> names_of(const std::string& list) { return words_of(list, ','); }

/// The issuer has the bill, for this reason.
Refusal Oracle::is_amendable(const Bill& bill, const std::string& by, const std::string& reason) {
  if (by != bill.issuer) return "EBL_NOT_ENTITLED";
  if (bill.status != "SURRENDERED_FOR_AMENDMENT") return "EBL_STATE";
  if (bill.surrender->reason != reason) return "EBL_STATE";
  return {};
}

Bill Oracle::begun(const Bill& old, const Act& wanted, const Goods& goods) const {
  Bill next;
  next.kind = old.kind;
  next.is_immediate = old.is_immediate;
  next.issuer = old.issuer;
  next.holder = old.holder;
  next.first_holder = old.holder;
  next.owner = old.owner;
  next.is_closed = old.is_closed;
  next.was_paper = old.was_paper;
  next.goods = goods;
  record(next, wanted, "ISSUE", next.holder);
  next.last = {};
  return next;
}

Refusal Oracle::replace(Bill& bill, const Act& wanted, bool is_switch) {
  if (auto no = is_amendable(bill, wanted.by, is_switch ? "SWI" : "COD")) return no;
  const std::string id = wanted.get("newBillId");
  const auto now = Reference::of(id);
  const auto before = Reference::of(wanted.bill);
  const bool is_other = now.carrier == before.carrier && now.document != before.document;
  if (!is_next_version(id, wanted.bill) && !(is_switch && is_other)) return "EBL_VERSION";
  if (bills.contains(id)) return "EBL_DUPLICATE";
  if (auto no = able(bill.holder)) return no;
  if (wanted.withholds_document) return "PRIVATE_MISSING";
  const Goods goods = Goods::parse(wanted.get("#" + id));
  if (!wanted.get("#conceals").empty()) return "PRIVATE_VALUE";
  if (!is_switch && goods.shipper != bill.goods.shipper) return "EBL_TD_INVALID";
  bill.status = "VOIDED";
  bill.links.replaced_by = {id};
  record(bill, wanted, "VOIDED", bill.holder);
  Bill next = begun(bill, wanted, goods);
  next.links.replaces = {wanted.bill};
  bills[id] = next;
  return {};
}

Refusal Oracle::reissue(Bill& bill, const Act& wanted) { return replace(bill, wanted, false); }
Refusal Oracle::switch_bill(Bill& bill, const Act& wanted) { return replace(bill, wanted, true); }

Refusal Oracle::split(Bill& bill, const Act& wanted) {
  if (auto no = is_amendable(bill, wanted.by, "COD")) return no;
  const auto children = names_of(wanted.get("children"));
  if (children.size() < 2) return "ARG_MALFORMED";
  if (children.size() > 10) return "ARG_LIMIT";
  const std::set<std::string> ids(children.begin(), children.end());
  if (ids.size() != children.size()) return "ARG_MALFORMED";
  for (const auto& id : children) {
    if (Reference::of(id).carrier != Reference::of(wanted.bill).carrier) return "EBL_VERSION";
    if (bills.contains(id)) return "EBL_DUPLICATE";
  }
  if (auto no = able(bill.holder)) return no;
  if (wanted.withholds_document) return "PRIVATE_MISSING";
  Goods sum = Goods::parse(wanted.get("#" + children[0]));
  for (std::size_t i = 1; i < children.size(); ++i)
    sum = sum.plus(Goods::parse(wanted.get("#" + children[i])));
  if (!sum.covers_like(bill.goods)) return "EBL_QUANTITY_MISMATCH";
  bill.status = "SPLIT";
  bill.links.replaced_by = ids;
  record(bill, wanted, "SPLIT", bill.holder);
  const Bill parent = bill;
  for (const auto& id : children) {
    Bill child = begun(parent, wanted, Goods::parse(wanted.get("#" + id)));
    child.links.split_from = wanted.bill;
    bills[id] = child;
  }
  return {};
}

/// Of the first bill much is known already: it exists, moves, and the act on it is proven.
Refusal Oracle::consolidate(Bill& first, const Act& wanted) {
  const auto ids = names_of(wanted.get("billIds"));
  if (auto no = is_amendable(first, wanted.by, "COD")) return no;
  for (std::size_t i = 1; i < ids.size(); ++i) {
    const auto other = bills.find(ids[i]);
    if (other == bills.end()) return "EBL_UNKNOWN";
    if (auto no = is_stopped(ids[i])) return no;
    if (is_over(ids[i])) return "EBL_STATE";
    if (auto no = is_amendable(other->second, wanted.by, "COD")) return no;
  }
  Goods sum = first.goods;
  for (std::size_t i = 1; i < ids.size(); ++i) {
    const Bill& other = bills.at(ids[i]);
    if (other.holder != first.holder || other.owner != first.owner || other.kind != first.kind ||
        other.is_closed != first.is_closed || other.is_immediate != first.is_immediate ||
        Reference::of(ids[i]).carrier != Reference::of(ids[0]).carrier)
      return "EBL_STATE";
    sum = sum.plus(other.goods);
  }
  const std::string id = wanted.get("newBillId");
  if (Reference::of(id).carrier != Reference::of(ids[0]).carrier) return "EBL_VERSION";
  if (bills.contains(id)) return "EBL_DUPLICATE";
  if (auto no = able(first.holder)) return no;
  if (wanted.withholds_document) return "PRIVATE_MISSING";
  const Goods goods = Goods::parse(wanted.get("#" + id));
  if (!sum.covers_like(goods)) return "EBL_QUANTITY_MISMATCH";
  Bill whole = begun(first, wanted, goods);
  whole.links.replaces = std::set<std::string>(ids.begin(), ids.end());
  for (const auto& parent : ids) {
    Bill& old = bills.at(parent);
    old.status = "MERGED";
    old.links.merged_into = id;
    record(old, wanted, "MERGED", old.holder);
    if (parent != ids[0]) old.last = {};
  }
  bills[id] = whole;
  return {};
}

Refusal Oracle::to_paper(Bill& bill, const Act& wanted) {
  if (auto no = is_amendable(bill, wanted.by, "SWTP")) return no;
  const std::string number = wanted.get("paperSet");
  if (number.empty() || number.find(' ') != std::string::npos) return "ARG_MALFORMED";
  const auto originals = std::stoll(wanted.get("originals"));
  if (originals < 1 || originals > 9) return "ARG_MALFORMED";
  const std::string paper = paper_of(wanted.bill, number);
  if (papers.contains(paper)) return "EBL_PAPER_LIVE";
  papers[paper] = {wanted.bill, wanted.get("originals"), true};
  bill.status = "CONVERTED_TO_PAPER";
  bill.links.paper = number;
  record(bill, wanted, "MEDIUM_CHANGED", bill.holder);
  return {};
}

Refusal Oracle::from_paper(const Act& wanted) {
  const std::string number = wanted.get("paperSet");
  if (number.empty() || number.find(' ') != std::string::npos) return "ARG_MALFORMED";
  const auto originals = std::stoll(wanted.get("originals"));
  if (originals < 1 || originals > 9) return "ARG_MALFORMED";
  if (wanted.get("surrenderedOriginals") != wanted.get("originals")) return "EBL_PAPER_LIVE";
  const std::string paper = paper_of(wanted.bill, number);
  const auto known = papers.find(paper);
  std::string former;
  if (known != papers.end()) {
    if (!known->second.is_live) return "EBL_PAPER_LIVE";
    if (known->second.originals != wanted.get("originals")) return "EBL_PAPER_LIVE";
    former = known->second.bill;
    if (bills.at(former).issuer != wanted.by) return "EBL_NOT_ENTITLED";
    if (!is_next_version(wanted.bill, former)) return "EBL_VERSION";
  }
  if (auto no = begin(wanted)) return no;
  Bill& bill = bills.at(wanted.bill);
  bill.was_paper = true;
  bill.links.paper = number;
  if (!former.empty()) bill.links.replaces = {former};
  papers[paper] = {former, wanted.get("originals"), false};
  return {};
}

}  // namespace tradelane::oracle
