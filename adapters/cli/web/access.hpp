// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/http/message.hpp"

/// Who may look at the page. It shows what its user may see on the ledger: nobody else on the
/// machine, and no other page in the user's browser, is to see it.
namespace tradelane::cli::web {

/// A secret for one run: 32 random bytes in base64url. With it comes whoever follows the address
/// that was printed; from then on its browser has a cookie. Pure but for its making; safe from any
/// thread.
class Access {
 public:
  /// `port`: where the server listens; browsers keep cookies of all ports together.
  Access(std::string key, std::uint16_t port);

  /// `http://127.0.0.1:PORT/?key=…`
  std::string address() const;

  /// Why the request is not answered: 405 for a method that is not GET or HEAD; 421 for a host that
  /// is not this address (a name that an attacker lets point here); 403 without the key, which is a
  /// cookie, `Authorization: Bearer KEY`, or, on `/` only, `?key=`.
  std::optional<http::Response> refusal(const http::Request& request) const;

  /// Adds what every answer has: nothing is kept, framed, or taken for another type, and a page
  /// loads and runs nothing but what this server has. Gives the cookie to who came with the key.
  http::Response guarded(http::Response response, const http::Request& request) const;

 private:
  std::string cookie_name() const { return "tradelane_" + std::to_string(port_); }
  bool has_key(const http::Request& request) const;
  bool comes_with_key(const http::Request& request) const;

  std::string key_;
  std::uint16_t port_;
};

/// 32 random bytes in base64url.
std::string new_key();

/// The value of a cookie in a Cookie header; absent when it has none of that name, or two.
std::optional<std::string> cookie(const std::string& header, const std::string& name);

}  // namespace tradelane::cli::web
