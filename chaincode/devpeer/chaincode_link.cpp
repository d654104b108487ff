// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/chaincode_link.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include <grpcpp/grpcpp.h>

#include "proto/openssl_until_exit.hpp"
#include "proto/peer/shim.grpc.pb.h"

namespace tradelane::devpeer {
namespace {

using Message = protos::ChaincodeMessage;
using Key = std::pair<std::string, std::string>;  // channel, txid
using Clock = std::chrono::steady_clock;

constexpr int largest_message = 100 * 1024 * 1024;
constexpr std::uint32_t batch_size = 1000;
constexpr std::chrono::milliseconds ask_again{50};
constexpr const char* terminated = "error sending: chaincode stream terminated";

Key key_of(const Message& message) { return {message.channel_id(), message.txid()}; }

std::shared_ptr<grpc::ChannelCredentials> credentials(const LinkSettings& settings) {
  if (settings.tls_root.empty()) return grpc::InsecureChannelCredentials();
  return grpc::SslCredentials({.pem_root_certs = settings.tls_root,
                               .pem_private_key = settings.tls_key,
                               .pem_cert_chain = settings.tls_certificate});
}

std::shared_ptr<grpc::Channel> make_channel(const LinkSettings& settings) {
  keep_openssl_until_exit();
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(largest_message);
  arguments.SetMaxSendMessageSize(largest_message);
  // As a peer: pings when idle, and a connection of its own for each stream.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // The library gives an attempt up after 20 s otherwise.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS,
                   static_cast<int>(std::min<std::int64_t>(settings.dial_timeout.count(),
                                                           std::numeric_limits<int>::max())));
  return grpc::CreateCustomChannel(settings.address, credentials(settings), arguments);
}

// Fails at once when nobody listens, as a peer does, instead of trying until the deadline; and when
// `closed` says so, for which a channel cannot be woken.
bool connect(grpc::Channel& channel, std::chrono::milliseconds timeout,
             const std::atomic<bool>& closed) {
  const auto deadline = std::chrono::system_clock::now() + timeout;
  for (auto state = channel.GetState(true); state != GRPC_CHANNEL_READY;
       state = channel.GetState(true)) {
    const auto now = std::chrono::system_clock::now();
    if (state == GRPC_CHANNEL_TRANSIENT_FAILURE || state == GRPC_CHANNEL_SHUTDOWN || closed ||
        now >= deadline)
      return false;
    channel.WaitForStateChange(state, std::min(deadline, now + ask_again));
  }
  return true;
}

}  // namespace

/// One open stream. A thread of its own reads; the thread that runs a transaction answers what its
/// chaincode asks for, so that a call to another chaincode holds up nobody else.
class ChaincodeLink::Stream {
 public:
  Stream(const LinkSettings& settings, Log& log, Faults& faults,
         const std::shared_ptr<grpc::Channel>& channel)
      : settings_(settings),
        log_(log),
        faults_(faults),
        stub_(protos::Chaincode::NewStub(channel)),
        stream_(stub_->Connect(&context_)),
        reader_([this] { read_all(); }) {
    if (settings_.keepalive.count() == 0) return;
    try {
      pinger_ = std::thread([this] { ping(); });
    } catch (...) {
      end();  // no destructor does it where the constructor fails
      throw;
    }
  }

  ~Stream() { end(); }
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
    const auto deadline = Clock::now() + settings_.execute_timeout;
    Running running;
    bool is_lost = false;
    {
      const Entry entry(*this, key_of(call), running);
      if (entry.refusal) return *entry.refusal;
      send(call);
      is_lost = !run(running, context, deadline);
    }
    // It came in time, and nobody is left to answer it.
    if (running.request) send(refusal(*running.request, "no ledger context"));
    if (running.result) return std::move(*running.result);
    return is_lost ? terminated : "error sending: timeout expired while executing transaction";
  }

 private:
  void end() {
    cancel();
    reader_.join();
    if (pinger_.joinable()) pinger_.join();
  }

  struct Running {
    std::condition_variable woken = {};
    std::optional<Message> request = {};
    std::optional<Message> result = {};
  };
  /// The place of a running transaction among all others. It leaves no trace, however it ends.
  struct Entry {
    Entry(Stream& in, Key of, Running& running) : stream(in), key(std::move(of)) {
      const std::lock_guard lock(stream.mutex_);
      if (stream.ended_) {
        refusal = terminated;
      } else if (!stream.running_.emplace(key, &running).second) {
        refusal = "error sending: txid: " + key.second + "(" + key.first + ") exists";
      }
    }
    ~Entry() {
      if (refusal) return;
      const std::lock_guard lock(stream.mutex_);
      stream.running_.erase(key);
      stream.active_.erase(key);
    }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    Stream& stream;
    const Key key;
    std::optional<std::string> refusal = {};
  };

  /// Until there is a result or no more time; false when the stream has ended before.
  bool run(Running& running, TransactionContext& context, Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    while (!running.result && !ended_ && Clock::now() < deadline) {
      if (!running.request) {
        running.woken.wait_until(lock, deadline);
        continue;
      }
      const Message request = *std::exchange(running.request, std::nullopt);
      lock.unlock();
      answer(request, context, deadline);
      lock.lock();
    }
    return !ended_;
  }

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
    for (const auto& [key, running] : running_) running->woken.notify_all();
  }

  /// False ends the stream.
  bool take(const Message& message) {
    if (message.type() == Message::KEEPALIVE) return true;
    if (!ready_) return take_registration(message);
    if (message.type() == Message::COMPLETED || message.type() == Message::ERROR) {
      finish(message);
      return true;
    }
    if (!is_ledger_request(message.type())) {
      log_.warn("chaincode_message_unknown", {{"type", std::int64_t{message.type()}}});
      return false;
    }
    if (!hand_over(message)) reply(refusal(message, "no ledger context"));
    return true;
  }

  /// False when no such transaction runs.
  bool hand_over(const Message& request) {
    const std::lock_guard lock(mutex_);
    if (!active_.insert(key_of(request)).second) {
      // As on a peer: the second request of a transaction is dropped and never answered.
      log_.error("another_request_pending", {{"txid", request.txid()}});
      return true;
    }
    const auto at = running_.find(key_of(request));
    if (at == running_.end() || at->second->result) return false;
    at->second->request = request;
    at->second->woken.notify_all();
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

  // A late answer finds nobody and is dropped.
  void finish(const Message& message) {
    const std::lock_guard lock(mutex_);
    const auto at = running_.find(key_of(message));
    if (at == running_.end() || at->second->result) return;
    at->second->result = message;
    at->second->woken.notify_all();
  }

  void ping() {
    Message message;
    message.set_type(Message::KEEPALIVE);
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, settings_.keepalive, [&] { return ended_; })) {
      lock.unlock();
      send(message);
      lock.lock();
    }
  }

  void answer(const Message& request, TransactionContext& context, Clock::time_point deadline) {
    if (Faults::strikes(faults_.drop_stream)) return cancel();
    if (const auto delay = faults_.delay_ms.load(); delay != 0) {
      std::unique_lock lock(mutex_);
      changed_.wait_until(lock, std::min(deadline, Clock::now() + std::chrono::milliseconds(delay)),
                          [&] { return ended_; });
    }
    if (Clock::now() >= deadline) return reply(refusal(request, "no ledger context"));
    reply(Faults::strikes(faults_.answer_error) ? refusal(request, "injected fault")
                                                : ask(context, request));
  }

  /// What the peer itself fails at, as with a ledger that cannot be read, is an answer as well.
  Message ask(TransactionContext& context, const Message& request) {
    try {
      return context.answer(request);
    } catch (const std::exception& error) {
      log_.error("ledger_request_failed", {{"txid", request.txid()}, {"why", error.what()}});
      return refusal(request, error.what());
    }
  }

  void reply(const Message& message) {
    {
      // The mark goes before the answer: the next request may come at once.
      const std::lock_guard lock(mutex_);
      active_.erase(key_of(message));
    }
    send(message);
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
  std::thread reader_;
  std::thread pinger_;
};

struct ChaincodeLink::State {
  /// One launch at a time; held throughout, so that who closes does not ask for it.
  std::mutex launch_mutex;
  std::mutex stream_mutex;
  /// From the moment in which it is opened.
  std::shared_ptr<Stream> stream;
  std::atomic<bool> closed = false;
  std::atomic<std::uint64_t> opened = 0;

  std::shared_ptr<Stream> current() {
    const std::lock_guard lock(stream_mutex);
    return stream;
  }
  /// What was there before ends outside of the lock.
  void replace(std::shared_ptr<Stream> fresh) {
    const std::lock_guard lock(stream_mutex);
    stream.swap(fresh);
    if (closed && stream) stream->cancel();
  }
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
  if (const auto running = state_->current(); running && !running->is_ended()) return running;
  state_->replace(nullptr);
  const std::string id = settings_.package_id;
  const std::string failed =
      "could not launch chaincode " + id + ": connection to " + id + " failed: ";
  const auto channel = make_channel(settings_);
  if (!connect(*channel, settings_.dial_timeout, state_->closed))
    return failed + "error cannot create connection for " + id +
           ": error creating grpc connection to " + settings_.address + ": connection failed";
  auto stream = std::make_shared<Stream>(settings_, log_, faults_, channel);
  state_->replace(stream);
  ++state_->opened;
  if (!stream->wait_ready()) {
    // Asked before our own cancelling ends it.
    const std::string why =
        stream->is_ended() ? "chaincode registration failed: " + stream->end_text()
                           : "timeout expired while starting chaincode " + id + " for transaction";
    state_->replace(nullptr);
    return "could not launch chaincode " + id + ": " + why;
  }
  log_.info("chaincode_stream_ready", {{"address", settings_.address}});
  return stream;
}

std::variant<Message, std::string> ChaincodeLink::execute(const Message& call,
                                                          TransactionContext& context) {
  auto launched = launch();
  if (auto* why = std::get_if<std::string>(&launched)) return std::move(*why);
  return std::get<std::shared_ptr<Stream>>(launched)->execute(call, context);
}

void ChaincodeLink::close() {
  state_->closed = true;
  if (const auto stream = state_->current()) stream->cancel();
}

}  // namespace tradelane::devpeer
