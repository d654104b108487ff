// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/deliver.hpp"

#include "chaincode/devpeer/filtered_block.hpp"
#include "chaincode/devpeer/own_message.hpp"

namespace tradelane::devpeer {
namespace {

using orderer::SeekPosition;
using std::chrono::nanoseconds;

/// `window` is far below what nanoseconds can hold, a timestamp of a client's need not be.
bool is_near(const google::protobuf::Timestamp& time, nanoseconds here,
             std::chrono::seconds window) {
  const auto seconds = whole_seconds(here);
  if (time.seconds() < seconds - window.count() - 1 ||
      time.seconds() > seconds + window.count() + 1)
    return false;
  return std::chrono::abs(here - std::chrono::seconds(time.seconds()) -
                          nanoseconds(time.nanos())) <= window;
}

/// The first block to send; absent where a peer has an iterator that finds nothing.
std::optional<std::uint64_t> first_block(const SeekPosition& start, std::uint64_t height) {
  switch (start.Type_case()) {
    case SeekPosition::kOldest:
      return 0;
    case SeekPosition::kNewest:
      return height - 1;
    case SeekPosition::kNextCommit:
      return height;
    case SeekPosition::kSpecified:
      if (start.specified().number() <= height) return start.specified().number();
      return std::nullopt;
    case SeekPosition::TYPE_NOT_SET:
      break;
  }
  return std::nullopt;
}

/// The last block to send. Any other kind of position ends at block 0, as on a peer: that is never,
/// for who starts behind it.
std::uint64_t last_block(const orderer::SeekInfo& seek, std::uint64_t first, std::uint64_t height) {
  switch (seek.stop().Type_case()) {
    case SeekPosition::kOldest:
      return first;
    case SeekPosition::kNewest:
      // Newest to newest is one block, whatever is committed meanwhile.
      return seek.start().has_newest() ? first : height - 1;
    case SeekPosition::kSpecified:
      return seek.stop().specified().number();
    default:
      return 0;
  }
}

bool send_status(common::Status status, const Deliver::Stream& stream) {
  protos::DeliverResponse out;
  out.set_status(status);
  return stream.send(out);
}

}  // namespace

Deliver::Outcome Deliver::answer(const common::Envelope& request, const Stream& stream) {
  Session session;
  std::optional<common::Status> status = open(request, stream, session);
  if (status == common::SUCCESS) status = send_blocks(session, stream);
  if (!status) return stream.stop() ? Outcome::abandoned : Outcome::ended;
  if (!send_status(*status, stream) || status != common::SUCCESS) return Outcome::ended;
  return Outcome::next;
}

bool Deliver::is_bound(const common::ChannelHeader& header, const Stream& stream) const {
  if (!settings_.binds_tls) return true;
  return !header.tls_cert_hash().empty() && header.tls_cert_hash() == stream.tls_certificate_hash;
}

common::Status Deliver::open(const common::Envelope& request, const Stream& stream,
                             Session& out) const {
  common::Payload payload;
  common::ChannelHeader header;
  common::SignatureHeader signature;
  if (!payload.ParseFromString(request.payload()) || !payload.has_header() ||
      !header.ParseFromString(payload.header().channel_header()) ||
      !signature.ParseFromString(payload.header().signature_header()) || !header.has_timestamp() ||
      !is_near(header.timestamp(), settings_.now(), settings_.time_window) ||
      !is_bound(header, stream))
    return common::BAD_REQUEST;
  if (header.channel_id() != channel_.rules().channel) return common::NOT_FOUND;
  if (!out.seek.ParseFromString(payload.data())) return common::BAD_REQUEST;
  const auto reader = channel_.membership().find(signature.creator());
  if (!reader || !reader->valid || !reader->signed_this(request.payload(), request.signature()))
    return common::FORBIDDEN;
  out.reader = reader->msp;
  out.not_after = reader->not_after;
  if (std::chrono::seconds(out.not_after.seconds) < settings_.now()) return common::FORBIDDEN;
  return out.seek.has_start() && out.seek.has_stop() ? common::SUCCESS : common::BAD_REQUEST;
}

std::optional<common::Status> Deliver::send_blocks(const Session& session, const Stream& stream) {
  const orderer::SeekInfo& seek = session.seek;
  const auto first = first_block(seek.start(), channel_.store().height());
  if (!first) return common::NOT_FOUND;
  const std::uint64_t last = last_block(seek, *first, channel_.store().height());
  if (seek.stop().has_specified() && last < *first) return common::BAD_REQUEST;
  for (std::uint64_t number = *first;; ++number) {
    if (seek.behavior() == orderer::SeekInfo::FAIL_IF_NOT_READY &&
        number >= channel_.store().height())
      return common::NOT_FOUND;
    if (!channel_.wait_above(number, stream.stop)) return std::nullopt;
    if (std::chrono::seconds(session.not_after.seconds) < settings_.now()) return common::FORBIDDEN;
    if (!send_block(number, session, stream)) return std::nullopt;
    if (number == last) return common::SUCCESS;
  }
}

bool Deliver::send_block(std::uint64_t number, const Session& session, const Stream& stream) const {
  auto block = read_own<common::Block>(*channel_.store().block(number), "a block");
  // Block 0 is the channel's configuration, which attests nothing without its data.
  const bool head_only = session.seek.content_type() == orderer::SeekInfo::HEADER_WITH_SIG &&
                         block.header().number() != 0;
  // A peer has no filtered form of a block without data: its stream just ends.
  if (head_only && stream.form == BlockForm::filtered) return false;
  if (head_only) block.clear_data();
  protos::DeliverResponse out;
  switch (stream.form) {
    case BlockForm::whole:
      *out.mutable_block() = std::move(block);
      break;
    case BlockForm::with_private:
      *out.mutable_block_and_private_data() = with_private(std::move(block), session);
      break;
    case BlockForm::filtered:
      // As on a peer, a block that cannot be filtered does not end the stream.
      if (auto filtered = filter_block(block)) {
        *out.mutable_filtered_block() = std::move(*filtered);
      } else {
        out.set_status(common::BAD_REQUEST);
      }
      break;
  }
  return stream.send(out);
}

protos::BlockAndPrivateData Deliver::with_private(common::Block block,
                                                  const Session& session) const {
  protos::BlockAndPrivateData out;
  auto& by_place = *out.mutable_private_data_map();
  for (const PrivateRecord& record : channel_.store().private_records(block.header().number())) {
    const auto collection = channel_.rules().collection(record.chaincode, record.collection);
    // Here are the values of this peer's collections; unless one is for its members to read,
    // whoever reads the channel may.
    if (!collection || !collection->has_member(msp_) ||
        (collection->member_only_read && !collection->has_member(session.reader)))
      continue;
    auto& spaces = *by_place[record.tx].mutable_ns_pvt_rwset();
    // They come in the order of chaincodes.
    const bool is_same = !spaces.empty() && spaces.rbegin()->namespace_() == record.chaincode;
    auto& space = is_same ? *spaces.rbegin() : *spaces.Add();
    space.set_namespace_(record.chaincode);
    auto& set = *space.add_collection_pvt_rwset();
    set.set_collection_name(record.collection);
    set.set_rwset(record.writes);
  }
  *out.mutable_block() = std::move(block);
  return out;
}

}  // namespace tradelane::devpeer
