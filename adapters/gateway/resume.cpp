// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/resume.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "adapters/gateway/advice.hpp"
#include "chaincode/base/backoff.hpp"

namespace tradelane::gateway {

namespace {

void move_to(EventsRequest& request, const Checkpoint& position) { request.from = position; }
void move_to(BlocksRequest& request, const Checkpoint& position) { request.from = position.block; }

/// Whether all that was asked for has been given.
bool is_complete(const EventsRequest&) { return false; }
bool is_complete(const BlocksRequest& request) {
  return request.until && *request.from > *request.until;
}

template <class T, class Request>
class ResumingStream : public Stream<T> {
 public:
  using Open = std::function<std::unique_ptr<Stream<T>>(const Request&)>;

  ResumingStream(Open open, Request request, ResumePolicy policy)
      : open_(std::move(open)), request_(std::move(request)), policy_(std::move(policy)) {
    if (request_.within) until_ = Clock::now() + *request_.within;
  }

  Outcome<T, EventsFailure> next() override {
    while (!ended_) {
      Stream<T>* const stream = current();
      if (stream == nullptr) break;
      auto got = stream->next();
      if (got) {
        losses_ = 0;
        move_to(request_, got->checkpoint());
        return got;
      }
      lose(got.failure());
    }
    return *ended_;
  }

  void cancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    if (stream_) stream_->cancel();
    stop_waiting_.notify_all();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void end(GrpcCode code, std::string message) {
    ended_ = EventsFailure(Failure{.code = code, .message = std::move(message)});
  }

  /// Opened when there is none; nothing, and the end, when there is no more time or no more wish.
  Stream<T>* current() {
    const std::lock_guard lock(mutex_);
    if (stream_) return stream_.get();
    if (cancelled_) {
      end(GrpcCode::cancelled, "the stream was cancelled");
      return nullptr;
    }
    // Lost between the last block and the word that it was the last.
    if (is_complete(request_)) {
      end(GrpcCode::out_of_range, "the last block that was asked for has been given");
      return nullptr;
    }
    if (until_) {
      request_.within = std::chrono::duration_cast<Duration>(*until_ - Clock::now());
      if (request_.within <= Duration(0)) {
        end(GrpcCode::deadline_exceeded, "the time for listening is over");
        return nullptr;
      }
    }
    stream_ = open_(request_);
    return stream_.get();
  }

  void lose(const EventsFailure& failure) {
    {
      const std::lock_guard lock(mutex_);
      if (cancelled_ || !may_resume(failure) || ++losses_ >= policy_.attempts) {
        ended_ = failure;
        return;
      }
      stream_.reset();
    }
    if (policy_.on_loss) policy_.on_loss(failure);
    wait(backoff(policy_.first, policy_.longest, losses_, policy_.jitter()));
  }

  void wait(Duration pause) {
    if (policy_.wait) return policy_.wait(pause);
    std::unique_lock lock(mutex_);
    stop_waiting_.wait_for(lock, pause, [&] { return cancelled_; });
  }

  const Open open_;
  Request request_;
  const ResumePolicy policy_;
  std::optional<Clock::time_point> until_;
  std::optional<EventsFailure> ended_;
  int losses_ = 0;

  std::mutex mutex_;
  std::condition_variable stop_waiting_;
  bool cancelled_ = false;
  std::unique_ptr<Stream<T>> stream_;
};

template <class T, class Request>
Result<std::unique_ptr<Stream<T>>> make(typename ResumingStream<T, Request>::Open open,
                                        const Request& request, ResumePolicy policy) {
  if (!request.from)
    return refuse(Code::gw_config, "", "a stream that resumes needs a position to begin at");
  return std::unique_ptr<Stream<T>>(
      std::make_unique<ResumingStream<T, Request>>(std::move(open), request, std::move(policy)));
}

}  // namespace

bool may_resume(const Failure& failure) {
  if (refuses_client(failure)) return false;
  switch (failure.code) {
    case GrpcCode::cancelled:
    case GrpcCode::unknown:
    case GrpcCode::resource_exhausted:
    case GrpcCode::aborted:
    case GrpcCode::internal:
    case GrpcCode::unavailable:
      return true;
    case GrpcCode::ok:
    case GrpcCode::invalid_argument:
    case GrpcCode::deadline_exceeded:
    case GrpcCode::not_found:
    case GrpcCode::already_exists:
    case GrpcCode::permission_denied:
    case GrpcCode::failed_precondition:
    case GrpcCode::out_of_range:
    case GrpcCode::unimplemented:
    case GrpcCode::data_loss:
    case GrpcCode::unauthenticated:
      return false;
  }
  return false;
}

Result<std::unique_ptr<EventStream>> resuming(Gateway& gateway, const EventsRequest& request,
                                              ResumePolicy policy) {
  return make<Event, EventsRequest>([&gateway](const auto& asked) { return gateway.events(asked); },
                                    request, std::move(policy));
}

Result<std::unique_ptr<BlockStream>> resuming_blocks(Blocks& blocks, const BlocksRequest& request,
                                                     ResumePolicy policy) {
  return make<Block, BlocksRequest>([&blocks](const auto& asked) { return blocks.blocks(asked); },
                                    request, std::move(policy));
}

Result<std::unique_ptr<FilteredBlockStream>> resuming_filtered_blocks(Blocks& blocks,
                                                                      const BlocksRequest& request,
                                                                      ResumePolicy policy) {
  return make<FilteredBlock, BlocksRequest>(
      [&blocks](const auto& asked) { return blocks.filtered_blocks(asked); }, request,
      std::move(policy));
}

Result<std::unique_ptr<BlockAndPrivateDataStream>> resuming_blocks_and_private_data(
    Blocks& blocks, const BlocksRequest& request, ResumePolicy policy) {
  return make<BlockAndPrivateData, BlocksRequest>(
      [&blocks](const auto& asked) { return blocks.blocks_and_private_data(asked); }, request,
      std::move(policy));
}

}  // namespace tradelane::gateway
