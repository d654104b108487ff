// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/connection_json.hpp"

#include <algorithm>
#include <array>
#include <regex>

#include <arpa/inet.h>

#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/pem.hpp"
#include "adapters/cli/schema.hpp"
#include "adapters/cli/tls_check.hpp"
#include "chaincode/base/id.hpp"
#include "chaincode/crypto/certificate_chain.hpp"
#include "chaincode/crypto/private_key.hpp"

namespace tradelane::cli {

namespace {

using Level = Finding::Level;

constexpr const char* about = "connection.json";
constexpr std::array<const char*, 8> known_names{
    "address",   "dial_timeout", "tls_required", "client_auth_required",
    "root_cert", "client_cert",  "client_key",   "domain"};

class Linter {
 public:
  Linter(const Json& connection, Timestamp now) : json_(connection), now_(now) {}

  Findings lint() {
    if (json_.as_object() == nullptr) {
      error("It is no JSON object.",
            "Write an object with address, dial_timeout and tls_required.");
      return std::move(out_);
    }
    check_names();
    check_address();
    check_timeout();
    check_switches();
    check_roots();
    check_client();
    check_templates();
    if (out_.empty()) add(Level::ok, "A peer can use it.", "");
    return std::move(out_);
  }

 private:
  void add(Level level, const std::string& text, const std::string& fix) {
    out_.push_back({level, about, text, fix});
  }
  void error(const std::string& text, const std::string& fix) { add(Level::error, text, fix); }
  void warn(const std::string& text, const std::string& fix) { add(Level::warning, text, fix); }

  void take(Findings more) {
    for (Finding& one : more) out_.push_back(std::move(one));
  }

  std::string text(const char* name) const { return text_at(json_, name); }
  bool is_on(const char* name) const { return cli::is_on(json_, name); }

  void check_names() {
    const std::vector<std::string> names(known_names.begin(), known_names.end());
    for (const auto& [name, value] : *json_.as_object()) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        const std::string meant = nearest(name, names);
        warn("The peer ignores the member " + name + ".",
             meant.empty() ? "Leave it out."
                           : "Did you mean " + meant + "? Otherwise leave it out.");
      } else if (name != "tls_required" && name != "client_auth_required" &&
                 value.as_string() == nullptr) {
        error(name + " is no text, and the peer reads none of the file then.",
              "Write it in quotes.");
      }
    }
    if (json_.find("domain") != nullptr)
      warn("Fabric's builder drops domain; the certificate must name the host of address.",
           "Leave domain out and put that host into the server's certificate.");
  }

  void check_address() {
    const std::string address = text("address");
    if (!is_server_address(address))
      return error("address is not a host and a port.", "Write \"address\": \"HOST:PORT\".");
    const std::string host = host_of(address);
    if (is_everywhere(host))
      error("address is where a server listens, not where a peer can call it.",
            "Write the name or address at which the peer finds the server.");
    else if (host == "localhost" || host.starts_with("127.") || host == "::1")
      warn("address is the peer's own machine.",
           "Right when the server runs there; otherwise write its name.");
  }

  void check_timeout() {
    const Json* found = json_.find("dial_timeout");
    if (found == nullptr || text("dial_timeout").empty())
      return error("dial_timeout is missing: the builder writes \"\" then, which no peer can read.",
                   "Write \"dial_timeout\": \"10s\".");
    if (!is_template(text("dial_timeout")) && !is_duration(text("dial_timeout")))
      error("dial_timeout is no duration as Go writes it.", "Write \"dial_timeout\": \"10s\".");
  }

  void check_switches() {
    for (const char* name : {"tls_required", "client_auth_required"}) {
      const Json* found = json_.find(name);
      if (found != nullptr && found->as_bool() == nullptr)
        error(
            std::string(name) + " is not true or false, and the peer reads none of the file then.",
            "Write it without quotes, whatever older documentation shows.");
    }
    if (json_.find("tls_required") == nullptr)
      warn("tls_required is missing and counts as false, whatever the documentation says.",
           "Write \"tls_required\": true.");
    else if (!is_on("tls_required"))
      warn("No TLS: whoever is on the way reads and changes what the chaincode answers.",
           "Write \"tls_required\": true with root_cert.");
    if (is_on("client_auth_required") && !is_on("tls_required"))
      error("client_auth_required does nothing without TLS.", "Write \"tls_required\": true.");
    else if (is_on("tls_required") && !is_on("client_auth_required"))
      add(Level::note, "Anybody who reaches the server can pose as a peer: no mutual TLS.",
          "Write \"client_auth_required\": true with client_cert and client_key.");
  }

  void check_roots() {
    const std::string roots = text("root_cert");
    if (!is_on("tls_required")) {
      if (!roots.empty())
        warn("root_cert is there and TLS is off.", "Write \"tls_required\": true.");
      return;
    }
    if (roots.empty())
      return error("root_cert is missing: the peer trusts no server then.",
                   "Put in the PEM of the authority that issued the server's certificate.");
    if (is_template(roots)) return;
    const auto all = crypto::certificates_in(roots);
    if (all.empty())
      return error("root_cert holds no certificate.", "Put in PEM, each line end written as \\n.");
    for (const std::string& one : all) check_certificate("root_cert", one);
    const auto first = crypto::facts_of(all.front());
    if (first && !first->is_authority)
      warn("root_cert is no authority: a new server certificate would need a new package.",
           "Put in the authority's certificate.");
  }

  void check_client() {
    const std::string certificate = text("client_cert");
    const std::string key = text("client_key");
    if (!is_on("client_auth_required")) {
      if (!certificate.empty() || !key.empty())
        warn("client_cert and client_key are there and not used.",
             "Write \"client_auth_required\": true, or leave them out.");
      return;
    }
    if (certificate.empty() || key.empty())
      return error("client_auth_required needs client_cert and client_key.",
                   "Put in both, or a template that each peer fills in.");
    if (!is_template(key))
      warn("The peer's private key is in the package: whoever has the file can pose as the peer.",
           "Keep the file to yourself, or write \"client_key\": \"{{.client_key}}\".");
    if (is_template(certificate) || is_template(key)) return;
    if (!crypto::facts_of(certificate))
      return error("client_cert holds no certificate.", "Put in PEM.");
    check_certificate("client_cert", certificate);
    if (!crypto::PrivateKey::from_pem(key))
      return error("client_key holds no key without pass phrase.", "Put in PEM.");
    if (!is_key_of(key, certificate))
      error("client_key is not the key of client_cert.", "Put in the two that were made together.");
  }

  void check_certificate(const char* name, const std::string& pem) {
    const auto facts = crypto::facts_of(pem);
    if (!facts) return;
    take(check_validity(
        about, pem, std::string(name) + " (" + facts->subject + ")",
        "Have it renewed and pack anew: each new package has a new id to be approved.", now_));
  }

  void check_templates() {
    for (const auto& [name, value] : *json_.as_object())
      if (value.as_string() != nullptr && is_template(*value.as_string()))
        add(Level::note,
            name +
                " is filled in by each peer's builder; a name that it does not know is an error "
                "there, and what it once built stays when the variable changes.",
            "Set CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG on every peer before the package is "
            "installed.");
  }

  const Json& json_;
  Timestamp now_;
  Findings out_ = {};
};

std::size_t end_of_template(std::string_view text, std::size_t at) {
  const std::size_t end = text.find("}}", at);
  return end == std::string_view::npos ? end : end + 2;
}

/// One letter for each template, so that the rest can be judged.
std::string without_templates(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const bool opens = text.substr(at).starts_with("{{.");
    const std::size_t end = opens ? end_of_template(text, at) : std::string_view::npos;
    out += end == std::string_view::npos ? text[at] : 'x';
    at = end == std::string_view::npos ? at + 1 : end;
  }
  return out;
}

/// The last colon that is not in a template.
std::size_t colon_of(std::string_view address) {
  const std::size_t behind = address.rfind("}}");
  const std::size_t colon = address.rfind(':');
  const bool in_template =
      behind != std::string_view::npos && colon != std::string_view::npos && colon < behind;
  return in_template ? std::string_view::npos : colon;
}

using Ipv6 = std::array<unsigned char, 16>;

/// `fe80::1%eth0` as well: the zone says by which interface to go there.
std::optional<Ipv6> ipv6_of(std::string_view text) {
  const std::string address(text.substr(0, text.find('%')));
  Ipv6 out{};
  if (::inet_pton(AF_INET6, address.c_str(), out.data()) != 1) return std::nullopt;
  return out;
}

/// As it stands before the colon of the port: IPv6 in brackets, or nobody could tell its end.
bool is_host(std::string_view text) {
  if (is_template(text)) return without_templates(text).find_first_of("/ {}") == std::string::npos;
  if (text.starts_with('[') && text.ends_with(']'))
    return ipv6_of(text.substr(1, text.size() - 2)).has_value();
  return text.find_first_of("/ {}[]:") == std::string_view::npos;
}

}  // namespace

bool is_template(std::string_view text) {
  const std::size_t open = text.find("{{.");
  return open != std::string_view::npos && text.find("}}", open) != std::string_view::npos;
}

bool is_server_address(std::string_view address) {
  const auto colon = colon_of(address);
  if (colon == std::string_view::npos || colon == 0) return false;
  const bool fits = is_host(address.substr(0, colon));
  const std::string_view port = address.substr(colon + 1);
  return fits && !port.empty() && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), is_digit) && port.front() != '0' &&
         std::stoi(std::string(port)) <= 65535;
}

bool is_everywhere(std::string_view host) {
  const auto address = ipv6_of(host);
  return host == "0.0.0.0" || (address && *address == Ipv6{});
}

std::string host_of(std::string_view address) {
  if (!is_server_address(address)) return "";
  std::string_view host = address.substr(0, colon_of(address));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return std::string(host);
}

std::string address_of(const std::string& host, const std::string& port) {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + host + "]" : host) + ":" + port;
}

std::string port_of(std::string_view address) {
  return is_server_address(address) ? std::string(address.substr(colon_of(address) + 1)) : "";
}

bool is_duration(const std::string& text) {
  static const std::regex form(R"(([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+)");
  return text.size() <= 32 && std::regex_match(text, form);
}

Findings lint_connection(const Json& connection, Timestamp now) {
  return Linter(connection, now).lint();
}

}  // namespace tradelane::cli
