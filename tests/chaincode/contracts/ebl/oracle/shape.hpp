// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

/// What the second opinion knows of goods, of bills that come from others, and of what is beside
/// the bills. Nothing of the contract.
namespace tradelane::oracle {

/// What a document covers. As text: `packages kilograms container,container shipper`.
struct Goods {
  std::int64_t packages = 490;
  std::int64_t kilograms = 12'500;
  std::set<std::string> containers = {"TSTU3000018"};
  std::string shipper = "S";
  /// As the document says it: to the ORDER of an endorsee, STRAIGHT to a consignee, or BLANK.
  std::string to = "ORDER";

  static Goods parse(const std::string& text);
  std::string text() const;
  /// Both together; the shipper is the first one's.
  Goods plus(const Goods& other) const;
  /// The same packages, weight and containers.
  bool covers_like(const Goods& other) const {
    return packages == other.packages && kilograms == other.kilograms &&
           containers == other.containers;
  }
};

/// Where a bill comes from and what it went into.
struct Links {
  std::set<std::string> replaces = {};
  std::set<std::string> replaced_by = {};
  std::string split_from = {};
  std::string merged_into = {};
  std::string paper = {};
};

/// A set of paper originals.
struct Paper {
  std::string bill = {};
  std::string originals = {};
  bool is_live = true;
};

/// Two operators decide: the words of the first one, and whether the second has said the same.
struct Proposal {
  std::map<std::string, std::string> words = {};
  std::string first_msp = {};
  std::int64_t at = 0;
  bool is_decided = false;
};

struct Recovery {
  std::string state = {};
  std::string lost = {};
  std::string replacement = {};
  std::string replaced_by = {};
  std::int64_t bill_seq = 0;
  std::int64_t at = 0;
  std::int64_t ready_at = 0;
  /// What moved it last, for repetitions.
  std::string last_verb = {};
  std::map<std::string, std::string> last_words = {};
};

/// Carrier code, reference, sub-reference.
struct Reference {
  std::string carrier = {};
  std::string document = {};
  std::string version = {};
  static Reference of(const std::string& bill);
};

/// Carriers count their paper by themselves: what a set is known by.
std::string paper_of(const std::string& bill, const std::string& number);

/// The next version of the same document.
bool is_next_version(const std::string& next, const std::string& old);

}  // namespace tradelane::oracle
