// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <limits>
#include <string>

#include "proto/common/common.pb.h"
#include "proto/orderer/seek_info.pb.h"
#include "tests/chaincode/devpeer/network.hpp"

/// What a client of protos.Deliver sends, with one thing or another wrong about it.
namespace tradelane::test {

inline orderer::SeekPosition newest() {
  orderer::SeekPosition out;
  out.mutable_newest();
  return out;
}
inline orderer::SeekPosition oldest() {
  orderer::SeekPosition out;
  out.mutable_oldest();
  return out;
}
inline orderer::SeekPosition next_commit() {
  orderer::SeekPosition out;
  out.mutable_next_commit();
  return out;
}
inline orderer::SeekPosition block(std::uint64_t number) {
  orderer::SeekPosition out;
  out.mutable_specified()->set_number(number);
  return out;
}
/// Where a stream that goes on for ever stops.
inline orderer::SeekPosition never() { return block(std::numeric_limits<std::uint64_t>::max()); }

inline orderer::SeekInfo seek(const orderer::SeekPosition& start,
                              const orderer::SeekPosition& stop) {
  orderer::SeekInfo out;
  *out.mutable_start() = start;
  *out.mutable_stop() = stop;
  return out;
}

inline std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// The request of `client`, after `edit` had its way with the channel header.
inline common::Envelope seek_request(
    const Signer& client, const orderer::SeekInfo& seek,
    const std::function<void(common::ChannelHeader&)>& edit = [](auto&) {}) {
  common::ChannelHeader header;
  header.set_type(common::DELIVER_SEEK_INFO);
  header.set_channel_id("trade");
  header.mutable_timestamp()->set_seconds(seconds_now());
  edit(header);
  common::SignatureHeader signature;
  signature.set_creator(client.identity);
  signature.set_nonce("nonce");
  common::Payload payload;
  payload.mutable_header()->set_channel_header(header.SerializeAsString());
  payload.mutable_header()->set_signature_header(signature.SerializeAsString());
  payload.set_data(seek.SerializeAsString());
  common::Envelope out;
  out.ParseFromString(sign_envelope(client, payload.SerializeAsString()));
  return out;
}

}  // namespace tradelane::test
