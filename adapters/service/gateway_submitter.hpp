// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <variant>

#include "adapters/feed/submitter.hpp"
#include "adapters/gateway/gateway.hpp"

namespace tradelane::service {

/// Brings the items of an inbox onto a Fabric ledger. Safe from any thread if `make_call` is;
/// `gateway` outlives it.
class GatewaySubmitter : public feed::Submitter {
 public:
  /// The call that an item asks for, or why it can never be one.
  using MakeCall = std::function<std::variant<gateway::Call, feed::Failure>(const feed::Item&)>;

  GatewaySubmitter(gateway::Gateway& gateway, MakeCall make_call)
      : gateway_(gateway), make_call_(std::move(make_call)) {}

  std::variant<feed::Envelope, feed::Failure> prepare(const feed::Item& item) override;
  std::optional<std::string> send(const feed::Envelope& envelope) override;
  std::variant<feed::Committed, feed::Failure> status(const feed::Envelope& envelope,
                                                      feed::Milliseconds within) override;

 private:
  gateway::Gateway& gateway_;
  MakeCall make_call_;
};

/// What a failed call means for the item. The code is the contract's token, else the ledger's
/// validation code, else gRPC's.
feed::Failure failure_of(const gateway::Failure& failure);

/// For an item that was refused before it came to any gateway: another attempt is no use.
feed::Failure failure_of(const Error& error);

}  // namespace tradelane::service
