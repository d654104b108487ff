// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chaincode/base/log.hpp"
#include "chaincode/shim/http2/address.hpp"
#include "chaincode/shim/http2/io_thread.hpp"
#include "chaincode/shim/http2/limits.hpp"
#include "chaincode/shim/http2/stream.hpp"
#include "chaincode/shim/http2/tls_source.hpp"

namespace tradelane::shim::http2 {

/// Who is dialled, and for which method.
struct Target {
  std::string host = "127.0.0.1";  // an address, or a name: all that it has are tried in turn
  std::uint16_t port = 0;
  std::string path = {};
  /// Null is plain text, which is refused unless `host` is at a loopback address.
  std::shared_ptr<TlsSource> tls = {};
  /// What the server's certificate must bear; "": `host`.
  std::string server_name = {};
  /// Who knows the addresses of `host`. Asked on the I/O thread, each time it is dialled.
  std::function<std::vector<Address>(const std::string& host, std::uint16_t port)> resolve =
      Address::resolve;
};

/// How long to wait before dialling again: twice as long each time, until a stream was opened.
struct Redial {
  std::chrono::milliseconds first{100};
  std::chrono::milliseconds longest = std::chrono::seconds(10);
};

/// How a stream, or the attempt to open one, has ended.
struct Ending {
  Status status = Status::unknown;
  std::string message = {};
  /// What to do about it when that is known, else "".
  std::string mend = {};
  /// A stream had been opened.
  bool was_open = false;
};

/// The client's end: one connection with one stream, opened again as often as wished. Its functions
/// may be called from any thread, what it is given is called on the I/O thread.
class Client {
 public:
  using Ended = std::function<void(const Ending&)>;

  /// `accept` makes the user of each stream; `ended` is told after the user was `closed`, and when
  /// no stream could be opened; it does not throw. Without `redial` it dials once. `thread` and
  /// `log` outlive the client; several clients may share a thread.
  Client(IoThread& thread, Target target, const Limits& limits, std::optional<Redial> redial,
         AcceptStream accept, Ended ended, Log& log);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void start();
  /// Dials no more, and gives up a stream that is not open yet; one that is open goes on.
  void drain();
  /// Ends the connection. Nothing is called any more when it returns; on the I/O thread itself, or
  /// when that has ended, neither.
  void stop();

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace tradelane::shim::http2
