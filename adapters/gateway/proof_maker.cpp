// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/block_messages.hpp"
#include "adapters/gateway/proof_parts.hpp"
#include "chaincode/crypto/digest.hpp"
#include "proto/common/block_signatures.pb.h"
#include "proto/peer/transaction.pb.h"

namespace tradelane::gateway {

namespace {

Bytes element(char tag, const Bytes& content) {
  return Bytes{tag, static_cast<char>(content.size())} + content;
}

Bytes der_integer(std::uint64_t value) {
  Bytes out;
  do {
    out.insert(out.begin(), static_cast<char>(value & 0xFF));
    value >>= 8;
  } while (value != 0);
  if ((static_cast<unsigned char>(out[0]) & 0x80) != 0) out.insert(out.begin(), '\0');
  return element('\x02', out);
}

void add_signatures(const common::Block& block, ProofBlock& out) {
  common::Metadata signatures;
  if (block.metadata().metadata_size() <= common::SIGNATURES ||
      !signatures.ParseFromString(block.metadata().metadata(common::SIGNATURES)))
    return;
  out.signed_value = signatures.value();
  for (const auto& one : signatures.signatures())
    out.signatures.push_back({.header = one.signature_header(),
                              .identifier = one.identifier_header(),
                              .signature = one.signature()});
}

ProofBlock link_from(const common::Block& block) {
  ProofBlock out{.number = block.header().number(),
                 .previous_hash = block.header().previous_hash(),
                 .data_hash = block.header().data_hash()};
  out.hash = crypto::sha256(header_der(out));
  return out;
}

}  // namespace

// All parts are short enough for one length byte.
Bytes header_der(const ProofBlock& block) {
  return element('\x30', der_integer(block.number) + element('\x04', block.previous_hash) +
                             element('\x04', block.data_hash));
}

Bytes hash_of_data(const std::vector<Bytes>& data) {
  Bytes all;
  for (const Bytes& envelope : data) all += envelope;
  return crypto::sha256(all);
}

ProofMaker::ProofMaker(std::string bill, std::string channel, std::string chaincode)
    : proof_{.bill = std::move(bill),
             .channel = std::move(channel),
             .chaincode = std::move(chaincode)} {}

void ProofMaker::add(std::string_view bytes) {
  common::Block message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      !message.has_header())
    throw Fault("what the peer gave as a block is none");
  const Block block = block_from(message);
  ProofBlock out = link_from(message);
  for (std::size_t i = 0; i < block.transactions.size(); ++i) {
    const auto& transaction = block.transactions[i];
    if (!transaction.valid() || touched_rows(transaction, proof_.chaincode, proof_.bill).empty())
      continue;
    out.transactions.push_back({.place = i, .id = transaction.id});
    apply_writes(row_writes(transaction, proof_.chaincode, proof_.bill), rows_);
  }
  if (out.transactions.empty() && proof_.blocks.empty()) return;
  if (!out.transactions.empty()) {
    out.data.assign(message.data().data().begin(), message.data().data().end());
    add_signatures(message, out);
  }
  proof_.blocks.push_back(std::move(out));
  if (!proof_.blocks.back().transactions.empty()) used_ = proof_.blocks.size();
}

Proof ProofMaker::take() {
  proof_.blocks.resize(used_);
  proof_.state = digest_of_rows(rows_);
  return std::move(proof_);
}

}  // namespace tradelane::gateway
