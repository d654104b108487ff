// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/block_feed.hpp"

#include <limits>

#include "adapters/gateway/resume.hpp"

namespace tradelane::cli::web {

namespace {

constexpr gateway::Duration load_within = std::chrono::seconds(10);

}  // namespace

BlockFeed::BlockFeed(gateway::Blocks& peer, std::string channel, std::uint64_t from,
                     std::uint64_t newest, FeedLimits limits)
    : peer_(peer),
      channel_(std::move(channel)),
      limits_(limits),
      state_{.from = from, .newest_at_start = newest},
      index_(limits.references),
      thread_([this] { read(); }) {}

BlockFeed::~BlockFeed() {
  stop();
  thread_.join();
}

void BlockFeed::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  if (stream_) stream_->cancel();
  changed_.notify_all();
}

void BlockFeed::read() {
  for (std::uint64_t from = state().from;;) {
    const std::string problem = read_stream(from);
    std::unique_lock lock(mutex_);
    if (stopping_) return;
    state_.problem = problem;
    if (state_.newest) from = *state_.newest + 1;
    if (changed_.wait_for(lock, limits_.pause, [&] { return stopping_; })) return;
  }
}

std::string BlockFeed::read_stream(std::uint64_t from) {
  // Whoever looks at the page waits for as long as it takes.
  gateway::ResumePolicy policy{.attempts = std::numeric_limits<int>::max(),
                               .longest = std::chrono::seconds(5)};
  policy.on_loss = [this](const gateway::Failure& failure) { set_problem(failure.text()); };
  auto opened = gateway::resuming_blocks(peer_, {.channel = channel_, .from = from}, policy);
  if (!opened) return opened.error().message();
  gateway::BlockStream& stream = **opened;
  {
    const std::lock_guard lock(mutex_);
    stream_ = std::move(*opened);
    if (stopping_) stream_->cancel();
  }
  for (;;) {
    auto block = stream.next();
    if (!block) return block.failure().text();
    take(std::move(block).operator*());
  }
}

void BlockFeed::take(gateway::Block block) {
  const std::lock_guard lock(mutex_);
  index_.add(block);
  state_.newest = block.number;
  state_.problem.clear();
  block_bytes_ += block.bytes.size();
  blocks_.push_back(std::make_shared<const gateway::Block>(std::move(block)));
  while (blocks_.size() > limits_.blocks || block_bytes_ > limits_.block_bytes) {
    block_bytes_ -= blocks_.front()->bytes.size();
    blocks_.pop_front();
  }
  changed_.notify_all();
}

void BlockFeed::set_problem(const std::string& problem) {
  const std::lock_guard lock(mutex_);
  state_.problem = problem;
}

FeedState BlockFeed::state() const {
  const std::lock_guard lock(mutex_);
  FeedState out = state_;
  out.indexed_from = index_.first();
  out.references = index_.references();
  out.has_dropped = index_.has_dropped();
  return out;
}

std::vector<Place> BlockFeed::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return index_.find(id);
}

std::optional<Place> BlockFeed::transaction(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return index_.transaction(id);
}

std::vector<Known> BlockFeed::search(const std::string& part, std::size_t most) const {
  const std::lock_guard lock(mutex_);
  return index_.search(part, most);
}

BlockPointer BlockFeed::kept(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  if (blocks_.empty() || number < blocks_.front()->number || number > blocks_.back()->number)
    return nullptr;
  return blocks_[number - blocks_.front()->number];
}

gateway::Outcome<std::vector<BlockPointer>, gateway::EventsFailure> BlockFeed::load(
    std::uint64_t from, std::uint64_t to) const {
  const auto stream =
      peer_.blocks({.channel = channel_, .from = from, .until = to, .within = load_within});
  std::vector<BlockPointer> out;
  while (out.size() <= to - from) {
    auto block = stream->next();
    if (!block) return block.failure();
    out.push_back(std::make_shared<const gateway::Block>(std::move(block).operator*()));
  }
  return out;
}

bool BlockFeed::wait_for(std::uint64_t number, gateway::Duration most) const {
  std::unique_lock lock(mutex_);
  const auto is_there = [&] { return state_.newest && *state_.newest >= number; };
  changed_.wait_for(lock, most, [&] { return stopping_ || is_there(); });
  return !stopping_ && is_there();
}

}  // namespace tradelane::cli::web
