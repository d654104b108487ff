// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/ledger_view.hpp"

#include <ostream>

#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/gateway/policy_text.hpp"
#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/certificate.hpp"

namespace tradelane::cli {

namespace {

constexpr std::size_t longest_cell = 160;

/// Type and parts of a composite key; nothing for any other.
std::vector<std::string> parts_of(const std::string& key) {
  std::vector<std::string> out;
  if (key.size() < 2 || key.front() != '\0' || key.back() != '\0') return out;
  for (std::size_t at = 1; at < key.size();) {
    const std::size_t end = key.find('\0', at);
    out.push_back(key.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

Json key_json(const std::string& key) {
  const auto parts = parts_of(key);
  if (parts.empty()) return answer_text(key);
  Json::Array out;
  for (const std::string& part : parts) out.push_back(answer_text(part));
  return out;
}

Json write_json(const std::string& space, const gateway::KeyWrite& write) {
  Json::Object out{{"namespace", space}, {"key", key_json(write.key)}};
  if (write.is_delete)
    out.emplace("delete", true);
  else
    out.emplace("value", answer_of(write.value));
  return out;
}

Json write_json(const std::string& space, const std::string& collection,
                const gateway::HashedWrite& write) {
  Json::Object out{
      {"namespace", space}, {"collection", collection}, {"keyHash", to_hex(write.key_hash)}};
  if (write.is_purge) out.emplace("purge", true);
  if (write.is_delete)
    out.emplace("delete", true);
  else
    out.emplace("valueHash", to_hex(write.value_hash));
  return out;
}

/// `policy`: as policy_text has it; null when the chaincode's own counts again.
Json policy_json(const Bytes& value) {
  const auto text = gateway::policy_text(value);
  if (!text) return Json::Object{{"base64", to_base64(value)}};
  return text->empty() ? Json() : Json(*text);
}

/// Adds to `out`, which says where the key is.
Json metadata_json(Json::Object out, const gateway::MetadataWrite& write) {
  Json::Object others;
  Json policy;
  for (const auto& [name, value] : write.entries) {
    if (name == gateway::validation_parameter)
      policy = policy_json(value);
    else
      others.emplace(name, answer_of(value));
  }
  out.emplace("policy", std::move(policy));
  if (!others.empty()) out.emplace("metadata", std::move(others));
  return out;
}

Json reads_json(const gateway::BlockTransaction& transaction) {
  Json::Array out;
  for (const auto& access : transaction.accesses)
    for (const auto& read : access.reads) {
      Json::Object one{{"namespace", access.name}, {"key", key_json(read.key)}};
      if (read.version)
        one.emplace("version", Json::Array{static_cast<std::int64_t>(read.version->first),
                                           static_cast<std::int64_t>(read.version->second)});
      out.emplace_back(std::move(one));
    }
  return out;
}

Json args_json(const gateway::BlockTransaction& transaction) {
  Json::Array out;
  for (std::size_t i = 1; i < transaction.args.size(); ++i)
    out.push_back(answer_of(transaction.args[i]));
  return out;
}

std::string function_of(const gateway::BlockTransaction& transaction) {
  return transaction.args.empty() ? "" : transaction.args.front();
}

std::string subject_of(const gateway::BlockTransaction& transaction) {
  const auto identity = crypto::parse_identity("", transaction.creator_certificate);
  return identity ? identity->subject : "";
}

std::string cut(std::string text) {
  if (text.size() <= longest_cell) return text;
  std::size_t end = longest_cell;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

std::string cell(const Json& value) {
  return cut(printable(value.as_string() != nullptr ? *value.as_string() : canonical(value)));
}

std::string policy_cell(const gateway::MetadataWrite& write) {
  const Json json = metadata_json({}, write);
  const Json& policy = *json.find("policy");
  std::string out = policy.is_null() ? "that of the chaincode" : cell(policy);
  if (policy.as_object() != nullptr) out = "none that can be met: " + out;
  const Json* others = json.find("metadata");
  return out + (others == nullptr ? "" : "  " + cell(*others));
}

Json texts(const std::vector<std::string>& all) {
  Json::Array out;
  for (const std::string& one : all) out.emplace_back(one);
  return out;
}

void print_private(std::ostream& out, const gateway::CollectionWrites& collection,
                   const std::string& blanks) {
  const auto where = [&](const Bytes& key_hash) {
    return "private, in " + printable(collection.collection) + ", key hash " +
           to_hex(key_hash).substr(0, 16);
  };
  for (const auto& write : collection.writes) {
    const char* did = write.is_delete ? "delete  " : "write   ";
    out << blanks << (write.is_purge ? "purge   " : did) << where(write.key_hash) << "\n";
  }
  for (const auto& write : collection.metadata)
    out << blanks << "policy  " << where(write.key) << "  " << policy_cell(write) << "\n";
}

void print_transaction(std::ostream& out, const gateway::BlockTransaction& transaction) {
  out << "  " << (transaction.id.empty() ? "-" : printable(transaction.id)) << "  "
      << transaction.code_name;
  if (transaction.time.seconds != 0) out << "  " << transaction.time.text();
  out << "\n";
  if (!transaction.creator_msp.empty())
    out << "    by      " << printable(transaction.creator_msp + "  " + subject_of(transaction))
        << "\n";
  if (transaction.chaincode.empty()) {
    out << "    type    " << transaction.type_name << "\n";
    return;
  }
  out << "    called  " << printable(transaction.chaincode + "  " + function_of(transaction));
  for (std::size_t i = 1; i < transaction.args.size(); ++i)
    out << "  " << cell(answer_of(transaction.args[i]));
  out << "\n    signed  " << printable(joined(transaction.endorsers, ", ")) << "\n";
  print_effects(out, transaction, 4);
}

}  // namespace

std::string key_text(const std::string& key) {
  const auto parts = parts_of(key);
  if (parts.empty()) return printable(key);
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "/") + part;
  return printable(out);
}

Json writes_json(const gateway::BlockTransaction& transaction) {
  Json::Array out;
  for (const auto& access : transaction.accesses) {
    for (const auto& write : access.writes) out.push_back(write_json(access.name, write));
    for (const auto& write : access.metadata)
      out.push_back(
          metadata_json({{"namespace", access.name}, {"key", key_json(write.key)}}, write));
    for (const auto& collection : access.collections) {
      for (const auto& write : collection.writes)
        out.push_back(write_json(access.name, collection.collection, write));
      for (const auto& write : collection.metadata)
        out.push_back(metadata_json({{"namespace", access.name},
                                     {"collection", collection.collection},
                                     {"keyHash", to_hex(write.key)}},
                                    write));
    }
  }
  return out;
}

Json event_json(const gateway::BlockTransaction& transaction) {
  if (!transaction.event) return {};
  return Json::Object{{"name", transaction.event->name},
                      {"payload", answer_of(transaction.event->payload)}};
}

Json to_json(const gateway::BlockTransaction& transaction) {
  Json::Object out{{"creator", Json::Object{{"msp", transaction.creator_msp},
                                            {"subject", subject_of(transaction)}}},
                   {"status", transaction.code_name},
                   {"time", transaction.time.text()},
                   {"transactionId", transaction.id},
                   {"type", transaction.type_name}};
  if (transaction.chaincode.empty()) return out;
  out.emplace("args", args_json(transaction));
  out.emplace("chaincode", transaction.chaincode);
  out.emplace("endorsers", texts(transaction.endorsers));
  out.emplace("event", event_json(transaction));
  out.emplace("function", answer_text(function_of(transaction)));
  out.emplace("reads", reads_json(transaction));
  out.emplace("response", Json::Object{{"payload", answer_of(transaction.response_payload)},
                                       {"status", transaction.response_status}});
  out.emplace("writes", writes_json(transaction));
  return out;
}

Json to_json(const gateway::Block& block) {
  Json::Array transactions;
  for (const auto& one : block.transactions) transactions.push_back(to_json(one));
  return Json::Object{{"dataHash", to_hex(block.data_hash)},
                      {"number", static_cast<std::int64_t>(block.number)},
                      {"previousHash", to_hex(block.previous_hash)},
                      {"transactions", std::move(transactions)}};
}

void print_effects(std::ostream& out, const gateway::BlockTransaction& transaction,
                   std::size_t margin) {
  const std::string blanks(margin, ' ');
  for (const auto& access : transaction.accesses) {
    for (const auto& write : access.writes)
      out << blanks << (write.is_delete ? "delete  " : "write   ") << key_text(write.key)
          << (write.is_delete ? "" : "  " + cell(answer_of(write.value))) << "\n";
    for (const auto& write : access.metadata)
      out << blanks << "policy  " << key_text(write.key) << "  " << policy_cell(write) << "\n";
    for (const auto& collection : access.collections) print_private(out, collection, blanks);
  }
  if (transaction.event)
    out << blanks << "event   " << printable(transaction.event->name) << "  "
        << cell(answer_of(transaction.event->payload)) << "\n";
}

void print_block(std::ostream& out, const gateway::Block& block) {
  const std::size_t count = block.transactions.size();
  out << "block " << block.number << ", " << count
      << (count == 1 ? " transaction\n" : " transactions\n");
  for (const auto& one : block.transactions) print_transaction(out, one);
  out.flush();
}

}  // namespace tradelane::cli
