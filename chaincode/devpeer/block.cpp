// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/block.hpp"

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "proto/common/common.pb.h"
#include "proto/peer/transaction.pb.h"

namespace tradelane::devpeer {
namespace {

// A header is SEQUENCE { INTEGER number, OCTET STRING previous, OCTET STRING data }: always short
// enough for one length byte.
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

Bytes data_hash(const std::vector<Bytes>& envelopes) {
  Bytes all;
  for (const Bytes& envelope : envelopes) all += envelope;
  return crypto::sha256(all);
}

}  // namespace

Bytes Block::hash() const {
  return crypto::sha256(element('\x30', der_integer(number) + element('\x04', previous_hash) +
                                            element('\x04', data_hash(envelopes))));
}

Bytes Block::encode() const {
  common::Block out;
  out.mutable_header()->set_number(number);
  out.mutable_header()->set_previous_hash(previous_hash);
  out.mutable_header()->set_data_hash(data_hash(envelopes));
  for (const Bytes& envelope : envelopes) out.mutable_data()->add_data(envelope);
  for (int index = 0; index <= common::COMMIT_HASH; ++index) out.mutable_metadata()->add_metadata();
  Bytes& filter = *out.mutable_metadata()->mutable_metadata(common::TRANSACTIONS_FILTER);
  for (const int code : codes) filter.push_back(static_cast<char>(code));
  return out.SerializeAsString();
}

Block Block::decode(std::string_view bytes) {
  common::Block in;
  if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      in.metadata().metadata_size() <= common::TRANSACTIONS_FILTER)
    throw Fault("a block in the store cannot be read");
  Block out{.number = in.header().number(), .previous_hash = in.header().previous_hash()};
  for (const Bytes& envelope : in.data().data()) out.envelopes.push_back(envelope);
  for (const char code : in.metadata().metadata(common::TRANSACTIONS_FILTER))
    out.codes.push_back(static_cast<unsigned char>(code));
  if (out.codes.size() != out.envelopes.size()) throw Fault("a block without validation codes");
  return out;
}

Block genesis(std::string_view channel) {
  common::ChannelHeader header;
  header.set_type(common::CONFIG);
  header.set_channel_id(std::string(channel));
  common::Payload payload;
  payload.mutable_header()->set_channel_header(header.SerializeAsString());
  common::Envelope envelope;
  envelope.set_payload(payload.SerializeAsString());
  return {.number = 0, .envelopes = {envelope.SerializeAsString()}, .codes = {protos::VALID}};
}

}  // namespace tradelane::devpeer
