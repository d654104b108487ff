// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/proof_parts.hpp"
#include "chaincode/codec/json.hpp"

namespace tradelane::gateway {

namespace {

constexpr const char* form = "tradelane.billProof/1";
constexpr JsonLimits limits{.bytes = std::size_t{1} << 30,
                            .depth = 8,
                            .nodes = 20'000'000,
                            .string_bytes = std::size_t{1} << 28,
                            .number_bytes = 20};

Json signatures_json(const ProofBlock& block) {
  Json::Array by;
  for (const auto& one : block.signatures)
    by.push_back(Json::Object{{"header", to_base64(one.header)},
                              {"identifier", to_base64(one.identifier)},
                              {"signature", to_base64(one.signature)}});
  return Json::Object{{"by", std::move(by)}, {"value", to_base64(block.signed_value)}};
}

Json block_json(const ProofBlock& block) {
  Json::Object out{{"dataHash", to_hex(block.data_hash)},
                   {"hash", to_hex(block.hash)},
                   {"number", static_cast<std::int64_t>(block.number)},
                   {"previousHash", to_hex(block.previous_hash)}};
  if (block.transactions.empty()) return out;
  Json::Array data;
  for (const Bytes& envelope : block.data) data.push_back(to_base64(envelope));
  Json::Array transactions;
  for (const auto& one : block.transactions)
    transactions.push_back(
        Json::Object{{"id", one.id}, {"place", static_cast<std::int64_t>(one.place)}});
  out.emplace("data", std::move(data));
  out.emplace("transactions", std::move(transactions));
  out.emplace("signatures", signatures_json(block));
  return out;
}

/// Reads members of one object; throws `Refused` for what is not there as it must be. What is there
/// besides shows when the whole is written again.
class Reader {
 public:
  Reader(const Json& json, std::string where) : json_(json), where_(std::move(where)) {}

  const Json& member(const char* name) const {
    const Json* found = json_.find(name);
    if (found == nullptr) bad(name);
    return *found;
  }
  std::string text(const char* name) const {
    const auto* found = member(name).as_string();
    return found == nullptr ? bad(name) : *found;
  }
  std::uint64_t number(const char* name) const {
    const auto found = member(name).as_integer();
    if (!found || *found < 0) bad(name);
    return static_cast<std::uint64_t>(*found);
  }
  Bytes hash(const char* name) const {
    const auto found = from_hex(text(name));
    return found && found->size() <= 32 ? *found : bad(name);
  }
  Bytes bytes(const char* name) const {
    const auto found = from_base64(text(name));
    return found ? *found : bad(name);
  }
  const Json::Array& array(const char* name) const {
    const auto* found = member(name).as_array();
    if (found == nullptr) bad(name);
    return *found;
  }
  bool has(const char* name) const { return json_.find(name) != nullptr; }

 private:
  [[noreturn]] std::string bad(const char* name) const {
    refuse_proof(ProofFault::form, where_, std::string(name) + " is not there as it must be");
  }
  const Json& json_;
  std::string where_;
};

void read_contents(const Reader& in, const std::string& where, ProofBlock& out) {
  for (const Json& one : in.array("data")) {
    const auto envelope = one.as_string() == nullptr ? std::nullopt : from_base64(*one.as_string());
    if (!envelope) refuse_proof(ProofFault::form, where, "data is not there as it must be");
    out.data.push_back(*envelope);
  }
  for (const Json& one : in.array("transactions")) {
    const Reader transaction(one, where + ", transactions");
    out.transactions.push_back(
        {.place = transaction.number("place"), .id = transaction.text("id")});
  }
  const Reader signatures(in.member("signatures"), where + ", signatures");
  out.signed_value = signatures.bytes("value");
  for (const Json& one : signatures.array("by")) {
    const Reader signature(one, where + ", signatures");
    out.signatures.push_back({.header = signature.bytes("header"),
                              .identifier = signature.bytes("identifier"),
                              .signature = signature.bytes("signature")});
  }
}

ProofBlock read_block(const Json& json, std::size_t place) {
  const std::string where = "entry " + std::to_string(place) + " of blocks";
  const Reader in(json, where);
  ProofBlock out{.number = in.number("number"),
                 .previous_hash = in.hash("previousHash"),
                 .data_hash = in.hash("dataHash"),
                 .hash = in.hash("hash")};
  if (in.has("data")) read_contents(in, where, out);
  return out;
}

Proof read(std::string_view text) {
  const auto json = parse_json(text, limits);
  if (!json) refuse_proof(ProofFault::form, "the file", "it is not JSON");
  const Reader in(*json, "the file");
  if (in.text("form") != form)
    refuse_proof(ProofFault::form, "the file", std::string("its form is not ") + form);
  Proof out{.bill = in.text("bill"),
            .channel = in.text("channel"),
            .chaincode = in.text("chaincode"),
            .state = in.hash("state")};
  const auto& blocks = in.array("blocks");
  for (std::size_t i = 0; i < blocks.size(); ++i) out.blocks.push_back(read_block(blocks[i], i));
  return out;
}

}  // namespace

std::string write_proof(const Proof& proof) {
  Json::Array blocks;
  for (const auto& block : proof.blocks) blocks.push_back(block_json(block));
  return canonical(Json::Object{{"bill", proof.bill},
                                {"blocks", std::move(blocks)},
                                {"chaincode", proof.chaincode},
                                {"channel", proof.channel},
                                {"form", form},
                                {"state", to_hex(proof.state)}}) +
         "\n";
}

Outcome<Proof, ProofRefusal> read_proof(std::string_view text) {
  try {
    Proof proof = read(text);
    // So that nothing can hide in it: no member that is not known, no other spelling.
    if (write_proof(proof) != text)
      refuse_proof(ProofFault::form, "the file", "it is not written as an export writes it");
    return proof;
  } catch (const Refused& refused) {
    return refused.refusal;
  }
}

}  // namespace tradelane::gateway
