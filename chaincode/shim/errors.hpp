// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "chaincode/base/result.hpp"
#include "chaincode/shim/response.hpp"

/// What the functions of a `Stub` throw. None of them needs to be caught: the transaction is then
/// answered as each says, and all others go on.
namespace tradelane::shim {

/// A peer's text without `<TYPE> failed: transaction ID: <txid>: ` in front.
std::string_view cause_of(std::string_view text);

/// The peer refused a request. Answered ERROR, with the peer's text.
class PeerError : public Fault {
 public:
  explicit PeerError(std::string text);
  /// The peer's own words, byte for byte. `what()` is the same in UTF-8.
  const std::string& text() const { return text_; }
  std::string_view cause() const { return cause_of(text_); }

 private:
  std::string text_;
};

/// The transaction is over: its stream is lost, its time is up, or the peer has forgotten it. It is
/// not answered at all, whatever happens to this exception.
struct Abandoned : Fault {
  using Fault::Fault;
};

/// The peer has not answered a request in time. Answered ERROR.
struct Unanswered : Fault {
  using Fault::Fault;
};

/// A limit of one transaction (see `TransactionLimits`): nothing was sent. Answered ERROR, also
/// when the chaincode catches this, for it would otherwise be endorsed with something missing.
struct LimitExceeded : Fault {
  using Fault::Fault;
};

/// Something that may not be asked, such as a key that is no UTF-8: nothing was sent, and the
/// transaction can go on. Answered ERROR when it is not caught.
struct Misuse : Fault {
  using Fault::Fault;
};

/// A chaincode that was called did not succeed. What it wrote on the same channel cannot be undone,
/// so the transaction is answered ERROR even when this is caught.
class CalleeFailed : public Fault {
 public:
  CalleeFailed(const std::string& callee, Response response);
  const Response& response() const { return response_; }

 private:
  Response response_;
};

}  // namespace tradelane::shim
