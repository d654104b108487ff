// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/channel.hpp"

#include <cstdlib>

#include "chaincode/base/result.hpp"
#include "chaincode/devpeer/block.hpp"
#include "proto/common/common.pb.h"

namespace tradelane::devpeer {
namespace {

constexpr std::chrono::milliseconds ask_again{50};

Channel::Refused refused(int status, const char* name, std::string info) {
  return {.status = status, .name = name, .info = std::move(info)};
}

}  // namespace

void CommitLock::lock_shared() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return is_open(); });
  ++readers_;
}

bool CommitLock::try_lock_shared() {
  const std::lock_guard lock(mutex_);
  if (!is_open()) return false;
  ++readers_;
  return true;
}

void CommitLock::unlock_shared() {
  const std::lock_guard lock(mutex_);
  if (--readers_ == 0) changed_.notify_all();
}

void CommitLock::lock() {
  std::unique_lock lock(mutex_);
  ++waiting_writers_;
  changed_.wait(lock, [&] { return !writing_ && readers_ == 0; });
  --waiting_writers_;
  writing_ = true;
}

void CommitLock::unlock() {
  const std::lock_guard lock(mutex_);
  writing_ = false;
  changed_.notify_all();
}

Channel::Channel(Store& store, const Membership& membership, ChannelRules rules,
                 BatchSettings batch, Log& log, Faults& faults)
    : store_(store),
      membership_(membership),
      rules_(std::move(rules)),
      batch_(batch),
      log_(log),
      faults_(faults) {
  if (store_.height() == 0) store_.commit({.number = 0, .block = genesis(rules_.channel).encode()});
  height_ = store_.height();
  last_hash_ = Block::decode(*store_.block(height_ - 1)).hash();
  committer_ = std::thread([this] { run(); });
}

Channel::~Channel() {
  {
    const std::lock_guard lock(queue_mutex_);
    ending_ = true;
    arrived_.notify_all();
  }
  committer_.join();
}

std::optional<Channel::Refused> Channel::broadcast(const Bytes& bytes) {
  common::Envelope envelope;
  common::Payload payload;
  common::ChannelHeader channel;
  common::SignatureHeader signature;
  if (!envelope.ParseFromString(bytes) || !payload.ParseFromString(envelope.payload()) ||
      !channel.ParseFromString(payload.header().channel_header()) ||
      !signature.ParseFromString(payload.header().signature_header()))
    return refused(400, "BAD_REQUEST", "bad header");
  if (channel.channel_id() != rules_.channel)
    return refused(404, "NOT_FOUND", "channel " + channel.channel_id() + " not found");
  const std::size_t size = envelope.payload().size() + envelope.signature().size();
  if (size > batch_.largest_envelope)
    return refused(400, "BAD_REQUEST",
                   "message payload is " + std::to_string(size) +
                       " bytes and exceeds maximum allowed " +
                       std::to_string(batch_.largest_envelope) + " bytes");
  const auto creator = membership_.find(signature.creator());
  // As an orderer: before the signature, and over in the very moment of the end.
  if (creator && std::chrono::seconds(creator->not_after.seconds) <= batch_.now())
    return refused(400, "BAD_REQUEST", "broadcast client identity expired");
  if (!creator || !creator->valid ||
      !creator->signed_this(envelope.payload(), envelope.signature()))
    return refused(403, "FORBIDDEN",
                   "implicit policy evaluation failed - 0 sub-policies were satisfied, but this "
                   "policy requires 1 of the 'Writers' sub-policies to be satisfied: permission "
                   "denied");
  const std::lock_guard lock(queue_mutex_);
  if (ending_ || queue_.size() >= batch_.largest_queue)
    return refused(503, "SERVICE_UNAVAILABLE", "the orderer is not accepting messages");
  queue_.push_back(bytes);
  arrived_.notify_all();
  return std::nullopt;
}

void Channel::run() {
  try {
    for (;;) {
      std::unique_lock lock(queue_mutex_);
      arrived_.wait(lock, [&] { return ending_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const std::vector<Bytes> envelopes = next_batch(lock);
      lock.unlock();
      commit(envelopes);
    }
  } catch (const std::exception& error) {
    log_.error("commit_failed", {{"why", error.what()}});
    std::_Exit(EXIT_FAILURE);
  }
}

std::vector<Bytes> Channel::next_batch(std::unique_lock<std::mutex>& lock) {
  const auto waiting_bytes = [&] {
    std::size_t sum = 0;
    for (const Bytes& envelope : queue_) sum += envelope.size();
    return sum;
  };
  arrived_.wait_for(lock, batch_.time, [&] {
    return ending_ || queue_.size() >= batch_.count || waiting_bytes() >= batch_.bytes;
  });
  std::vector<Bytes> out;
  std::size_t bytes = 0;
  while (!queue_.empty() && out.size() < batch_.count) {
    bytes += queue_.front().size();
    if (!out.empty() && bytes > batch_.bytes) break;
    out.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return out;
}

void Channel::commit(const std::vector<Bytes>& envelopes) {
  // Nobody else writes: simulations may go on meanwhile, as on a peer.
  const Commit commit =
      Validator(store_, membership_, rules_).validate(height_, last_hash_, envelopes);
  Faults::kill_at(faults_.kill_validated);
  {
    const std::lock_guard alone(commit_lock_);
    store_.commit(commit);
  }
  Faults::kill_at(faults_.kill_committed);
  last_hash_ = Block::decode(commit.block).hash();
  for (const auto& [txid, code] : commit.transactions)
    log_.info("transaction_committed", {{"txid", txid},
                                        {"block", static_cast<std::int64_t>(commit.number)},
                                        {"code", std::int64_t{code}}});
  const std::lock_guard lock(height_mutex_);
  ++height_;
  committed_.notify_all();
}

std::optional<TransactionStatus> Channel::wait_for(const std::string& txid, const Stop& stop) {
  for (std::uint64_t height = 0;;) {
    {
      const std::lock_guard lock(height_mutex_);
      height = height_;
    }
    if (auto status = store_.transaction(txid)) return status;
    if (!wait_above(height, stop)) return std::nullopt;
  }
}

bool Channel::wait_above(std::uint64_t height, const Stop& stop) {
  std::unique_lock lock(height_mutex_);
  while (height_ <= height) {
    if (stop()) return false;
    committed_.wait_for(lock, ask_again);
  }
  return true;
}

}  // namespace tradelane::devpeer
