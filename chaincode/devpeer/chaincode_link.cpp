// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/chaincode_link.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <grpcpp/grpcpp.h>

#include "proto/peer/shim.grpc.pb.h"

namespace tradelane::devpeer {
namespace {

using Message = protos::ChaincodeMessage;
using Key = std::pair<std::string, std::string>;  // channel, txid
using Clock = std::chrono::steady_clock;

constexpr int largest_message = 100 * 1024 * 1024;
constexpr std::uint32_t batch_size = 1000;

Key key_of(const Message& message) { return {message.channel_id(), message.txid()}; }

std::shared_ptr<grpc::ChannelCredentials> credentials(const LinkSettings& settings) {
  if (settings.tls_root.empty()) return grpc::InsecureChannelCredentials();
  return grpc::SslCredentials({.pem_root_certs = settings.tls_root,
                               .pem_private_key = settings.tls_key,
                               .pem_cert_chain = settings.tls_certificate});
}

std::shared_ptr<grpc::Channel> make_channel(const LinkSettings& settings) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(largest_message);
  arguments.SetMaxSendMessageSize(largest_message);
  // As a peer: pings when idle, and a connection of its own for each stream.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(settings.address, credentials(settings), arguments);
}

// Fails at once when nobody listens, as a peer does, instead of trying until the deadline.
bool connect(grpc::Channel& channel, std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::system_clock::now() + timeout;
  for (auto state = channel.GetState(true); state != GRPC_CHANNEL_READY;
       state = channel.GetState(true)) {
    if (state == GRPC_CHANNEL_TRANSIENT_FAILURE || state == GRPC_CHANNEL_SHUTDOWN) return false;
    if (!channel.WaitForStateChange(state, deadline)) return false;
  }
  return true;
}

}  // namespace

/// One open stream: a thread that reads, and one that answers ledger requests in order.
class ChaincodeLink::Stream {
 public:
  Stream(const LinkSettings& settings, Log& log, Faults& faults,
         const std::shared_ptr<grpc::Channel>& channel)
      : settings_(settings),
        log_(log),
        faults_(faults),
        stub_(protos::Chaincode::NewStub(channel)),
        stream_(stub_->Connect(&context_)),
        reader_([this] { read_all(); }),
        worker_([this] { answer_all(); }) {}

  ~Stream() {
    cancel();
    reader_.join();
    worker_.join();
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  bool wait_ready() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, settings_.startup_timeout, [&] { return ready_ || ended_; });
    return ready_ && !ended_;
  }
  bool is_ended() {
    const std::lock_guard lock(mutex_);
    return ended_;
  }
  std::string end_text() {
    const std::lock_guard lock(mutex_);
    return end_text_;
  }
  void cancel() { context_.TryCancel(); }

  std::variant<Message, std::string> execute(const Message& call, TransactionContext& context) {
    Running running{.context = context};
    std::unique_lock lock(mutex_);
    if (ended_) return "chaincode stream terminated";
    if (!running_.emplace(key_of(call), &running).second)
      return "txid: " + call.txid() + "(" + call.channel_id() + ") exists";
    lock.unlock();
    send(call);
    lock.lock();
    const bool in_time =
        changed_.wait_for(lock, settings_.execute_timeout, [&] { return running.done || ended_; });
    // Its simulator must outlive the request that is being answered.
    changed_.wait(lock, [&] { return !running.busy; });
    running_.erase(key_of(call));
    if (running.done) return std::move(running.result);
    if (in_time) return "chaincode stream terminated";
    return "timeout expired while executing transaction";
  }

 private:
  struct Running {
    TransactionContext& context;
    bool busy = false;
    bool done = false;
    Message result = {};
  };

  void send(const Message& message) {
    const std::lock_guard lock(write_mutex_);
    stream_->Write(message);  // a failure shows as the end of the stream
  }

  void read_all() {
    Message message;
    while (stream_->Read(&message) && take(message)) {
    }
    context_.TryCancel();
    const grpc::Status status = stream_->Finish();
    log_.info("chaincode_stream_ended", {{"why", status.error_message()}});
    const std::lock_guard lock(mutex_);
    ended_ = true;
    end_text_ = status.error_message();
    changed_.notify_all();
  }

  /// False ends the stream.
  bool take(const Message& message) {
    if (message.type() == Message::KEEPALIVE) return true;
    if (!ready_) return take_registration(message);
    const std::lock_guard lock(mutex_);
    if (message.type() == Message::COMPLETED || message.type() == Message::ERROR) {
      finish(message);
      return true;
    }
    if (!is_ledger_request(message.type())) {
      log_.warn("chaincode_message_unknown", {{"type", std::int64_t{message.type()}}});
      return false;
    }
    if (!active_.insert(key_of(message)).second) {
      // As on a peer: the second request of a transaction is dropped and never answered.
      log_.error("another_request_pending", {{"txid", message.txid()}});
      return true;
    }
    requests_.push_back(message);
    changed_.notify_all();
    return true;
  }

  bool take_registration(const Message& message) {
    if (message.type() != Message::REGISTER) {
      log_.warn("chaincode_message_early", {{"type", std::int64_t{message.type()}}});
      return false;
    }
    protos::ChaincodeID id;
    if (!id.ParseFromString(message.payload()) || id.name() != settings_.package_id) {
      // As on a peer: nothing is said, and whoever waits does so until the startup timeout.
      log_.error("chaincode_registration_refused", {{"id", id.name()}});
      return true;
    }
    Message registered;
    registered.set_type(Message::REGISTERED);
    send(registered);
    send(ready_message());
    const std::lock_guard lock(mutex_);
    ready_ = true;
    changed_.notify_all();
    return true;
  }

  Message ready_message() const {
    Message out;
    out.set_type(Message::READY);
    if (!settings_.announce_batches) return out;
    protos::ChaincodeAdditionalParams parameters;
    parameters.set_use_write_batch(true);
    parameters.set_max_size_write_batch(batch_size);
    parameters.set_use_get_multiple_keys(true);
    parameters.set_max_size_get_multiple_keys(batch_size);
    out.set_payload(parameters.SerializeAsString());
    return out;
  }

  // Under the lock. A late answer finds nobody and is dropped.
  void finish(const Message& message) {
    const auto at = running_.find(key_of(message));
    if (at == running_.end() || at->second->done) return;
    at->second->result = message;
    at->second->done = true;
    changed_.notify_all();
  }

  void answer_all() {
    std::unique_lock lock(mutex_);
    while (!ended_) {
      const auto woken = [&] { return ended_ || !requests_.empty(); };
      if (settings_.keepalive.count() == 0) {
        changed_.wait(lock, woken);
      } else if (!changed_.wait_for(lock, settings_.keepalive, woken)) {
        lock.unlock();
        Message ping;
        ping.set_type(Message::KEEPALIVE);
        send(ping);
        lock.lock();
      }
      if (ended_ || requests_.empty()) continue;
      const Message request = std::move(requests_.front());
      requests_.pop_front();
      answer(request, lock);
    }
  }

  void answer(const Message& request, std::unique_lock<std::mutex>& lock) {
    if (Faults::strikes(faults_.drop_stream)) return cancel();
    if (const auto delay = faults_.delay_ms.load(); delay != 0)
      changed_.wait_for(lock, std::chrono::milliseconds(delay), [&] { return ended_; });
    const auto at = running_.find(key_of(request));
    Running* running = at == running_.end() || at->second->done ? nullptr : at->second;
    if (running != nullptr) running->busy = true;
    lock.unlock();
    const Message reply = running == nullptr ? refusal(request, "no ledger context")
                          : Faults::strikes(faults_.answer_error)
                              ? refusal(request, "injected fault")
                              : running->context.answer(request);
    lock.lock();
    if (running != nullptr) running->busy = false;
    // The mark goes before the answer: the next request may come at once.
    active_.erase(key_of(request));
    changed_.notify_all();
    lock.unlock();
    send(reply);
    lock.lock();
  }

  static Message refusal(const Message& request, const std::string& why) {
    Message out;
    out.set_type(Message::ERROR);
    out.set_txid(request.txid());
    out.set_channel_id(request.channel_id());
    out.set_payload(protos::ChaincodeMessage_Type_Name(request.type()) +
                    " failed: transaction ID: " + request.txid() + ": " + why);
    return out;
  }

  const LinkSettings& settings_;
  Log& log_;
  Faults& faults_;
  std::unique_ptr<protos::Chaincode::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<Message, Message>> stream_;
  std::mutex write_mutex_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> ready_ = false;
  bool ended_ = false;
  std::string end_text_;
  std::map<Key, Running*> running_;
  std::set<Key> active_;
  std::deque<Message> requests_;
  std::thread reader_;
  std::thread worker_;
};

struct ChaincodeLink::State {
  std::mutex launch_mutex;
  std::shared_ptr<Stream> stream;
  std::atomic<std::uint64_t> opened = 0;
};

ChaincodeLink::ChaincodeLink(LinkSettings settings, Log& log, Faults& faults)
    : settings_(std::move(settings)),
      log_(log),
      faults_(faults),
      state_(std::make_unique<State>()) {}

ChaincodeLink::~ChaincodeLink() { close(); }

std::uint64_t ChaincodeLink::streams_opened() const { return state_->opened; }

std::variant<std::shared_ptr<ChaincodeLink::Stream>, std::string> ChaincodeLink::launch() {
  // Concurrent first calls share one launch.
  const std::lock_guard lock(state_->launch_mutex);
  if (state_->stream && !state_->stream->is_ended()) return state_->stream;
  state_->stream.reset();
  const std::string id = settings_.package_id;
  const std::string failed =
      "could not launch chaincode " + id + ": connection to " + id + " failed: ";
  const auto channel = make_channel(settings_);
  if (!connect(*channel, settings_.dial_timeout))
    return failed + "error cannot create connection for " + id +
           ": error creating grpc connection to " + settings_.address + ": connection failed";
  auto stream = std::make_shared<Stream>(settings_, log_, faults_, channel);
  ++state_->opened;
  if (!stream->wait_ready()) {
    // Asked before our own cancelling ends it.
    const std::string why =
        stream->is_ended() ? "chaincode registration failed: " + stream->end_text()
                           : "timeout expired while starting chaincode " + id + " for transaction";
    stream->cancel();
    return "could not launch chaincode " + id + ": " + why;
  }
  log_.info("chaincode_stream_ready", {{"address", settings_.address}});
  state_->stream = stream;
  return stream;
}

std::variant<Message, std::string> ChaincodeLink::execute(const Message& call,
                                                          TransactionContext& context) {
  auto launched = launch();
  if (auto* why = std::get_if<std::string>(&launched)) return std::move(*why);
  return std::get<std::shared_ptr<Stream>>(launched)->execute(call, context);
}

void ChaincodeLink::close() {
  const std::lock_guard lock(state_->launch_mutex);
  if (state_->stream) state_->stream->cancel();
}

}  // namespace tradelane::devpeer
