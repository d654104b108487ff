// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>

#include "adapters/cdi/clients.hpp"
#include "adapters/cdi/delivery.hpp"
#include "adapters/cdi/feed.hpp"
#include "adapters/http/message.hpp"

/// What is said over HTTP: README.md beside this file. Each request is authenticated over its raw
/// bytes before anything of it is read.
namespace tradelane::cdi {

struct ApiOptions {
  /// How long a caller waits for the ledger's decision before it is told to come again.
  std::chrono::milliseconds wait = std::chrono::seconds(20);
};

/// Safe from any thread. What is passed in outlives it.
class Api {
 public:
  struct Ports {
    const Clients& clients;
    ConsentFeed& feed;
    DeliveryDesk& desk;
    LedgerReads& ledger;
    Log& log;
    Now now;
  };
  Api(Ports ports, ApiOptions options) : ports_(std::move(ports)), options_(options) {}

  http::Response handle(const http::Request& request);

 private:
  http::Response act(const http::Request& request, const std::string& verb,
                     std::optional<std::string_view> consent_id);
  http::Response data_request(const http::Request& request);
  http::Response read_consent(const http::Request& request, std::string_view consent_id);

  Result<Act> authentic_act(const http::Request& request, const std::string& verb,
                            std::optional<std::string_view> consent_id) const;
  Result<DataAnswer> authentic_data(const http::Request& request);
  Result<consent::ConsentView> authentic_read(const http::Request& request,
                                              std::string_view consent_id) const;
  Result<Client> caller_of(const http::Request& request, May may) const;
  http::Response refused(const Error& error) const;

  Ports ports_;
  ApiOptions options_;
};

}  // namespace tradelane::cdi
