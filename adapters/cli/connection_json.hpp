// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "adapters/cli/finding.hpp"
#include "chaincode/base/time.hpp"
#include "chaincode/codec/json.hpp"

/// `connection.json` of a chaincode package: what a peer makes of it, and the traps that Fabric's
/// builder for `ccaas` has for it. Pure functions. Source: fabric-shim.md 4.2, ecosystem.md 5.2.
namespace tradelane::cli {

/// `{{.name}}`: the peer's builder fills it in.
bool is_template(std::string_view text);

/// A host and a port from 1 to 65535; templates may stand in it. IPv6 has brackets: `[::1]:9999`.
bool is_server_address(std::string_view address);

/// All addresses of a machine: something to listen at, nothing to call.
bool is_everywhere(std::string_view host);

/// The host alone, without the brackets of IPv6; "" when `address` is none.
std::string host_of(std::string_view address);
std::string port_of(std::string_view address);
/// The two together again, with brackets where the host needs them.
std::string address_of(const std::string& host, const std::string& port);

/// As Go reads it: a peer that cannot read it does not start the chaincode.
bool is_duration(const std::string& text);

/// Everything that a peer will stumble over, or that its operator should know. `now` is what
/// certificates are compared with. A single `ok` when there is nothing to say.
Findings lint_connection(const Json& connection, Timestamp now);

}  // namespace tradelane::cli
