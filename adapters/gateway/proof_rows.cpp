// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "adapters/gateway/proof_parts.hpp"
#include "chaincode/codec/json.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::gateway {

namespace {

/// A composite key: a byte 0, then type and parts with a byte 0 behind each. `bill` as parts.
std::string parts_text(const std::string& bill) {
  std::string out = bill + "/";
  std::replace(out.begin(), out.end(), '/', '\0');
  return out;
}
std::string key_of(std::string_view type, const std::string& bill) {
  return std::string(1, '\0').append(type).append(1, '\0').append(parts_text(bill));
}

std::string text_at(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found != nullptr && found->as_string() != nullptr ? *found->as_string() : "";
}

bool is_index_of_holder(const std::string& bill, std::string_view key) {
  const std::string begin = std::string(1, '\0') + "EBLHELD" + std::string(1, '\0');
  if (!key.starts_with(begin)) return false;
  key.remove_prefix(begin.size());
  const auto end = key.find('\0');
  return end != std::string_view::npos && key.substr(end + 1) == parts_text(bill);
}

std::string step_key(const std::string& bill, std::int64_t seq) {
  std::string number = std::to_string(seq);
  if (number.size() < 10) number.insert(0, 10 - number.size(), '0');
  return key_of("EBLTX", bill) + number + std::string(1, '\0');
}

}  // namespace

bool is_row_of(const std::string& bill, std::string_view key) {
  constexpr std::array<std::string_view, 5> types{"EBL", "EBLTX", "EBLDOC", "EBLFREEZE",
                                                  "EBLRECOVERY"};
  return is_index_of_holder(bill, key) ||
         std::any_of(types.begin(), types.end(),
                     [&](std::string_view type) { return key.starts_with(key_of(type, bill)); });
}

Bytes digest_of_rows(const BillRows& rows) {
  Bytes all;
  for (const auto& [key, value] : rows) all += crypto::sha256(key) + crypto::sha256(value);
  return crypto::sha256(all);
}

std::vector<KeyWrite> row_writes(const BlockTransaction& transaction, const std::string& chaincode,
                                 const std::string& bill) {
  std::vector<KeyWrite> out;
  for (const auto& access : transaction.accesses)
    if (access.name == chaincode)
      for (const auto& write : access.writes)
        if (is_row_of(bill, write.key)) out.push_back(write);
  return out;
}

std::vector<std::string> touched_rows(const BlockTransaction& transaction,
                                      const std::string& chaincode, const std::string& bill) {
  std::vector<std::string> out;
  for (const auto& access : transaction.accesses) {
    if (access.name != chaincode) continue;
    for (const auto& write : access.writes)
      if (is_row_of(bill, write.key)) out.push_back(write.key);
    for (const auto& write : access.metadata)
      if (is_row_of(bill, write.key)) out.push_back(write.key);
  }
  return out;
}

void apply_writes(const std::vector<KeyWrite>& writes, BillRows& rows) {
  for (const auto& write : writes) {
    if (write.is_delete)
      rows.erase(write.key);
    else
      rows[write.key] = write.value;
  }
}

Bytes Replay::record() const {
  const auto at = rows_.find(key_of("EBL", bill_));
  return at == rows_.end() ? Bytes() : at->second;
}

void Replay::check_reads(const BlockTransaction& transaction, const std::string& where) const {
  for (const auto& access : transaction.accesses) {
    if (access.name != chaincode_) continue;
    for (const auto& read : access.reads) {
      if (!is_row_of(bill_, read.key)) continue;
      const auto known = versions_.find(read.key);
      const auto expected = known == versions_.end() ? std::nullopt : known->second;
      if (read.version != expected)
        refuse_proof(ProofFault::verdict, where,
                     "it was made on another state of the bill than the transactions before it "
                     "leave: it was not valid, or one before it is missing");
    }
  }
}

void Replay::check_step(const KeyWrite& write, const std::string& id, const std::string& where) {
  if (!write.key.starts_with(key_of("EBLTX", bill_))) return;
  if (write.is_delete)
    refuse_proof(ProofFault::chain, where, "it takes a step of the history away");
  const std::string number = std::to_string(steps_ + 1);
  if (write.key != step_key(bill_, steps_ + 1))
    refuse_proof(ProofFault::chain, where, "it does not write step " + number + ", the next one");
  const auto step = parse_json(write.value);
  if (!step || text_at(*step, "txId") != id)
    refuse_proof(ProofFault::chain, where, "step " + number + " names another transaction");
  if (text_at(*step, "prevHash") != head_)
    refuse_proof(ProofFault::chain, where, "step " + number + " is not linked to the one before");
  head_ = crypto::sha256_hex(write.value).text();
  ++steps_;
}

void Replay::check_record(const std::string& where) const {
  const auto record = parse_json(this->record());
  const Json* seq = record ? record->find("seq") : nullptr;
  if (seq == nullptr || seq->as_integer() != steps_ || text_at(*record, "id") != bill_ ||
      text_at(*record, "headHash") != head_)
    refuse_proof(ProofFault::record, where, "the bill's record is not what its steps end in");
}

void Replay::add(const BlockTransaction& transaction, std::uint64_t block, std::uint64_t place,
                 const std::string& where) {
  const auto writes = row_writes(transaction, chaincode_, bill_);
  const auto touched = touched_rows(transaction, chaincode_, bill_);
  if (touched.empty())
    refuse_proof(ProofFault::transaction, where, "it writes nothing of bill " + bill_);
  check_reads(transaction, where);
  for (const auto& write : writes) check_step(write, transaction.id, where);
  apply_writes(writes, rows_);
  for (const auto& key : touched) {
    auto& version = versions_[key];
    version.reset();
    if (rows_.contains(key)) version = {block, place};
  }
  check_record(where);
}

}  // namespace tradelane::gateway
