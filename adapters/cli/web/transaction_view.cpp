// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/transaction_view.hpp"

#include <algorithm>
#include <map>

#include "adapters/cli/ledger_view.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/schema.hpp"

namespace tradelane::cli::web {

namespace {

/// Blocks that are looked up for one transaction; a value before that lies in another is not shown.
constexpr std::size_t most_blocks_behind = 64;

void put_place(Json::Object& out, const Place& place) {
  out.emplace("block", static_cast<std::int64_t>(place.block));
  out.emplace("place", static_cast<std::int64_t>(place.at));
}

Json row(const std::string& name, const Json& value, const Json* schema, const Json& root) {
  Json::Object out{{"name", name}, {"value", value}};
  if (schema != nullptr) out.emplace("what", describe_schema(*schema, root));
  return out;
}

/// The members of one object, each a row.
Json member_rows(const Json::Object& object, const Json& schema, const Json& root) {
  const Json resolved_schema = resolved(schema, root);
  const Json* properties = resolved_schema.find("properties");
  Json::Array out;
  for (const auto& [name, value] : object)
    out.push_back(row(name, value, properties == nullptr ? nullptr : properties->find(name), root));
  return out;
}

Json argument_rows(const gateway::BlockTransaction& transaction, const Metadata* metadata) {
  const auto& args = transaction.args;
  if (args.empty()) return Json::Array{};
  const Signature* known = metadata == nullptr ? nullptr : metadata->find(args.front());
  const Json root = metadata == nullptr ? Json() : metadata->root;
  const bool fits = known != nullptr && known->parameters.size() + 1 == args.size();
  if (args.size() == 2) {
    const Json only = answer_of(args[1]);
    if (only.as_object() != nullptr)
      return member_rows(*only.as_object(), fits ? known->parameters.front().schema : Json(), root);
  }
  Json::Array out;
  for (std::size_t i = 1; i < args.size(); ++i) {
    const Parameter* parameter = fits ? &known->parameters[i - 1] : nullptr;
    out.push_back(row(parameter == nullptr ? std::to_string(i) : parameter->name,
                      answer_of(args[i]), parameter == nullptr ? nullptr : &parameter->schema,
                      root));
  }
  return out;
}

/// The write of `key` by the transaction at `place`; null when there is none.
const gateway::KeyWrite* find_write(const gateway::Block& block, std::uint64_t at,
                                    const std::string& name, const std::string& key) {
  if (at >= block.transactions.size()) return nullptr;
  for (const auto& access : block.transactions[at].accesses) {
    if (access.name != name) continue;
    for (const auto& write : access.writes)
      if (write.key == key) return &write;
  }
  return nullptr;
}

/// What keys held before, by way of the versions that were read.
class Behind {
 public:
  explicit Behind(const FindBlock& find) : find_(find) {}

  void put_before(Json& out, const gateway::NamespaceAccess& access, const std::string& key) {
    const auto read = std::find_if(access.reads.begin(), access.reads.end(),
                                   [&](const gateway::KeyRead& one) { return one.key == key; });
    if (read == access.reads.end()) return;
    if (!read->version) {
      out.as_object()->emplace("before", Json());
      return;
    }
    const BlockPointer block = at(read->version->first);
    if (!block) return;
    const auto* write = find_write(*block, read->version->second, access.name, key);
    if (write != nullptr) out.as_object()->emplace("before", answer_of(write->value));
  }

 private:
  BlockPointer at(std::uint64_t number) {
    const auto known = blocks_.find(number);
    if (known != blocks_.end()) return known->second;
    if (blocks_.size() >= most_blocks_behind) return nullptr;
    return blocks_.emplace(number, find_(number)).first->second;
  }

  const FindBlock& find_;
  std::map<std::uint64_t, BlockPointer> blocks_;
};

/// In the order of `writes_json`.
void put_values_before(Json::Array& writes, const gateway::BlockTransaction& transaction,
                       const FindBlock& find) {
  Behind behind(find);
  std::size_t i = 0;
  for (const auto& access : transaction.accesses) {
    for (const auto& write : access.writes) behind.put_before(writes.at(i++), access, write.key);
    i += access.metadata.size();
    for (const auto& collection : access.collections)
      i += collection.writes.size() + collection.metadata.size();
  }
}

}  // namespace

Json summary(const gateway::BlockTransaction& transaction, const Place& place) {
  Json out = to_json(transaction);
  for (const char* name : {"reads", "response", "writes"}) out.as_object()->erase(name);
  put_place(*out.as_object(), place);
  return out;
}

Json detail(const gateway::BlockTransaction& transaction, const Place& place,
            const Metadata* metadata, const FindBlock& find) {
  Json out = to_json(transaction);
  Json::Object& members = *out.as_object();
  put_place(members, place);
  const auto writes = members.find("writes");
  if (writes == members.end()) return out;
  members.emplace("arguments", argument_rows(transaction, metadata));
  put_values_before(*writes->second.as_array(), transaction, find);
  return out;
}

}  // namespace tradelane::cli::web
