// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "adapters/gateway/connection.hpp"
#include "adapters/gateway/request.hpp"
#include "adapters/gateway/stream.hpp"

/// The streams of a peer over gRPC, for the .cpp files of this folder only. Each begins at once;
/// `within` absent: without a deadline.
namespace tradelane::gateway {

struct Block;
struct FilteredBlock;
struct BlockAndPrivateData;

std::unique_ptr<Stream<Event>> open_stream(const Connection& connection,
                                           const SignableEvents& request,
                                           std::optional<Duration> within);
std::unique_ptr<Stream<Block>> open_stream(const Connection& connection,
                                           const SignableBlocks& request,
                                           std::optional<Duration> within);
std::unique_ptr<Stream<FilteredBlock>> open_stream(const Connection& connection,
                                                   const SignableFilteredBlocks& request,
                                                   std::optional<Duration> within);
std::unique_ptr<Stream<BlockAndPrivateData>> open_stream(
    const Connection& connection, const SignableBlocksAndPrivateData& request,
    std::optional<Duration> within);

/// What never began, for a reason that is known already.
template <class T>
class FailedStream : public Stream<T> {
 public:
  explicit FailedStream(Failure failure) : failure_(std::move(failure)) {}
  Outcome<T, EventsFailure> next() override { return failure_; }
  void cancel() override {}

 private:
  EventsFailure failure_;
};

}  // namespace tradelane::gateway
