// SPDX-License-Identifier: Apache-2.0
// bench_grpc_floor: answers as long as it is asked to, over gRPC C++ used as well as it can be: one
// completion queue on one thread, raw bytes, everything read before anything is written, and every
// write but the last told that more will follow. The first eight bytes of a message come back.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

namespace {

constexpr std::size_t echo_bytes = 8;

/// A tag of the completion queue.
struct Event {
  virtual ~Event() = default;
  virtual void happened(bool ok) = 0;
};

class Stream;

struct Floor {
  grpc::AsyncGenericService service;
  std::unique_ptr<grpc::ServerCompletionQueue> queue;
  /// Streams with something to write once the queue is empty.
  std::deque<Stream*> dirty;
};

class Stream {
 public:
  explicit Stream(Floor& floor) : floor_(floor) {
    floor_.service.RequestCall(&context_, &stream_, floor_.queue.get(), floor_.queue.get(),
                               &accepted_);
  }

  void write_next() {
    is_dirty_ = false;
    if (is_writing_ || answers_.empty()) return;
    is_writing_ = true;
    grpc::WriteOptions options;
    // Not the first one: gRPC holds it back together with the initial metadata, and never says so.
    if (has_written_ && answers_.size() > 1) options.set_buffer_hint();
    has_written_ = true;
    stream_.Write(answers_.front(), options, &written_);
    answers_.pop_front();
  }

 private:
  struct Part : Event {
    Part(Stream& stream, void (Stream::*call)(bool)) : owner(stream), what(call) {}
    void happened(bool ok) override { (owner.*what)(ok); }
    Stream& owner;
    void (Stream::*what)(bool);
  };

  void on_accept(bool ok) {
    if (!ok) return;
    new Stream(floor_);  // for the next call; the process ends before any of them
    stream_.Read(&message_, &read_);
  }
  void on_read(bool ok) {
    if (!ok) return stream_.Finish(grpc::Status::OK, &finished_);
    answers_.push_back(answer());
    make_dirty();
    stream_.Read(&message_, &read_);
  }
  void on_write(bool ok) {
    is_writing_ = false;
    if (ok) make_dirty();
  }
  void on_finish(bool) {}

  void make_dirty() {
    if (is_dirty_) return;
    is_dirty_ = true;
    floor_.dirty.push_back(this);
  }
  grpc::ByteBuffer answer() {
    slices_.clear();
    message_.Dump(&slices_);
    char head[echo_bytes] = {};
    std::size_t have = 0;
    for (const grpc::Slice& slice : slices_) {
      const std::size_t more = std::min(slice.size(), sizeof head - have);
      std::memcpy(head + have, slice.begin(), more);
      have += more;
      if (have == sizeof head) break;
    }
    std::uint32_t wanted = 0;
    std::memcpy(&wanted, head, sizeof wanted);
    text_.assign(wanted, 'y');
    std::memcpy(text_.data(), head, sizeof head);
    const grpc::Slice slice(text_);
    return {&slice, 1};
  }

  Floor& floor_;
  grpc::GenericServerContext context_;
  grpc::GenericServerAsyncReaderWriter stream_{&context_};
  grpc::ByteBuffer message_;
  std::deque<grpc::ByteBuffer> answers_;
  std::vector<grpc::Slice> slices_;
  std::string text_;
  bool is_writing_ = false;
  bool has_written_ = false;
  bool is_dirty_ = false;
  Part accepted_{*this, &Stream::on_accept};
  Part read_{*this, &Stream::on_read};
  Part written_{*this, &Stream::on_write};
  Part finished_{*this, &Stream::on_finish};
};

void serve(Floor& floor) {
  for (;;) {
    void* tag = nullptr;
    bool ok = false;
    const auto at_once = gpr_time_0(GPR_CLOCK_MONOTONIC);
    auto next = floor.queue->AsyncNext(&tag, &ok, at_once);
    if (next == grpc::CompletionQueue::TIMEOUT) {
      if (!floor.dirty.empty()) {
        for (Stream* stream : std::exchange(floor.dirty, {})) stream->write_next();
        continue;
      }
      if (!floor.queue->Next(&tag, &ok)) return;
      next = grpc::CompletionQueue::GOT_EVENT;
    }
    if (next == grpc::CompletionQueue::SHUTDOWN) return;
    static_cast<Event*>(tag)->happened(ok);
  }
}

}  // namespace

int main() {
  const char* address = std::getenv("CHAINCODE_SERVER_ADDRESS");
  if (address == nullptr) return 1;
  Floor floor;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials());
  builder.SetMaxReceiveMessageSize(100 * 1024 * 1024);
  builder.RegisterAsyncGenericService(&floor.service);
  floor.queue = builder.AddCompletionQueue();
  const auto server = builder.BuildAndStart();
  if (server == nullptr) {
    std::cerr << "cannot listen on " << address << "\n";
    return 1;
  }
  const auto first = std::make_unique<Stream>(floor);
  serve(floor);
}
