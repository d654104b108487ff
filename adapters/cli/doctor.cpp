// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/doctor.hpp"

#include <sys/timex.h>

#include "adapters/cli/connect.hpp"
#include "adapters/cli/connection_json.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/inspect.hpp"
#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/metadata.hpp"
#include "adapters/cli/msp_check.hpp"
#include "adapters/cli/pem.hpp"
#include "adapters/cli/problem.hpp"
#include "adapters/cli/tls_check.hpp"
#include "adapters/cli/transactions.hpp"
#include "adapters/gateway/advice.hpp"
#include "adapters/gateway/chaincode_server.hpp"
#include "adapters/gateway/invoke.hpp"

namespace tradelane::cli {

namespace {

using Level = Finding::Level;

constexpr const char* about_server = "chaincode server";

bool looks_at_server(const Doctor& command) {
  return !command.package.empty() || !command.connection.empty();
}

/// What would be left aside without a word.
void refuse_idle(const Doctor& command) {
  const std::pair<const char*, const std::string&> only_with_server[] = {
      {"--server-cert", command.server_certificate},
      {"--server-address", command.server_address},
      {"--client-cert", command.client_certificate},
      {"--client-key", command.client_key},
      {"--package-id", command.package_id}};
  for (const auto& [name, value] : only_with_server)
    if (!value.empty() && !looks_at_server(command))
      throw Problem(Exit::bad_input, std::string(name) + " is about a chaincode server.",
                    "Give --package FILE or --connection FILE with it.");
}

/// A template is filled in by a peer, which we are not.
std::string filled(const std::string& text) { return is_template(text) ? "" : text; }

class Examination {
 public:
  Examination(const Doctor& command, Timestamp now, const Screen& screen)
      : command_(command), now_(now), progress_(screen) {}

  Findings examine() {
    const ConnectionFlags& at = command_.at;
    if (!at.msp_folder.empty()) take(check_msp_folder(at.msp_folder, now_));
    ask_for_the_clock();
    if (!at.profile.empty() || !at.peer.empty()) attempt("peer", [&] { examine_peer(); });
    if (looks_at_server(command_)) attempt(about_server, [&] { examine_server(); });
    progress_.clear();
    return std::move(out_);
  }

 private:
  void add(Level level, const std::string& about, const std::string& text,
           const std::string& fix = "") {
    out_.push_back({level, about, text, fix});
  }
  void take(Findings more) {
    for (Finding& one : more) out_.push_back(std::move(one));
  }
  /// What was found before a step that cannot go on is told all the same.
  template <class Step>
  void attempt(const char* about, const Step& step) {
    try {
      step();
    } catch (const Problem& problem) {
      add(Level::error, about, problem.what(), problem.next);
    }
  }
  std::chrono::milliseconds within() const { return std::chrono::seconds(command_.timeout_s); }

  void ask_for_the_clock() {
    timex state{};
    const int status = ::adjtimex(&state);
    out_.push_back(check_clock(status >= 0 && status != TIME_ERROR, state.maxerror));
  }

  void examine_peer() {
    const auto settings = settings_of(command_.at);
    if (settings.connection.address.empty())
      return add(Level::error, "peer", "No peer is named.", "Give --peer or --profile.");
    add(Level::ok, "settings", described(settings));
    progress_.show("calling " + settings.connection.address);
    examine_link(settings.connection);
    progress_.show("asking " + command_.at.chaincode);
    ask_chaincode();
  }

  /// Flags, profile and environment together.
  std::string described(const gateway::Profile& settings) const {
    const ConnectionFlags& at = command_.at;
    const auto shown = [](const std::string& text) { return text.empty() ? "none" : text; };
    return "Peer " + settings.connection.address + ", MSP id " + shown(settings.msp) +
           ", MSP folder " + shown(at.msp_folder) + ", channel " + at.channel + ", chaincode " +
           at.chaincode + ".";
  }

  void examine_link(const gateway::ConnectionOptions& to) {
    if (!is_server_address(to.address))
      return add(Level::error, "peer", to.address + " is not a host and a port.",
                 "Give --peer HOST:PORT.");
    take(check_link({.about = "peer",
                     .host = host_of(to.address),
                     .port = port_of(to.address),
                     .name = to.server_name,
                     .roots = to.tls_roots,
                     .client_certificate = to.client_certificate,
                     .client_key = to.client_key,
                     .plaintext = to.plaintext,
                     .fix_roots = "Give the certificate of that peer's TLS authority with "
                                  "--tls-roots, or in tlsCACerts of the profile.",
                     .fix_client = "Give a certificate that the peer's TLS authorities have issued "
                                   "with --tls-cert and --tls-key.",
                     .now = now_,
                     .within = within()}));
  }

  /// Whether identity, channel and chaincode are what they seem, in one question.
  void ask_chaincode() {
    const std::string about = "chaincode " + command_.at.chaincode;
    const auto client = connect(command_.at);
    const auto answer = gateway::query(*client, {.channel = command_.at.channel,
                                                 .chaincode = command_.at.chaincode,
                                                 .function = get_metadata,
                                                 .within = within()});
    const std::string where = " on channel " + command_.at.channel;
    if (answer) return add(Level::ok, about, "It answers " + client->identity().msp + where + ".");
    if (gateway::refusal(answer.failure()))
      return add(Level::ok, about, "It answers" + where + ", and does not describe itself.");
    const Problem problem = problem_of(answer.failure());
    add(Level::error, about, problem.what(), problem.next);
  }

  void examine_server() {
    std::string id = command_.package_id;
    const std::optional<Json> connection = read_connection(id);
    if (!connection || connection->as_object() == nullptr) return;
    const auto check = server_check(*connection);
    if (!check) return;
    if (!command_.server_certificate.empty())
      attempt(about_server,
              [&] { take(check_chain(*check, read_file(command_.server_certificate))); });
    progress_.show("calling " + address_of(check->host, check->port));
    Findings seen = check_link(*check);
    const bool is_up = !has_errors(seen);
    take(std::move(seen));
    if (is_up) ask_for_package_id(*check, id);
  }

  /// `id` becomes that of the package, unless the command names one.
  std::optional<Json> read_connection(std::string& id) {
    if (command_.package.empty()) {
      const Json json = read_json("@" + command_.connection, command_.connection);
      take(lint_connection(json, now_));
      return json;
    }
    PackageContent content = read_package(read_file(command_.package), now_);
    take(std::move(content.findings));
    if (id.empty())
      id = content.id;
    else if (id != content.id)
      add(Level::error, "package id", "The package is " + content.id + ", not " + id + ".",
          "Use the package that was installed, or install and approve this one.");
    return content.connection;
  }

  std::optional<TlsCheck> server_check(const Json& connection) {
    const std::string in_package = text_at(connection, "address");
    const std::string address =
        command_.server_address.empty() ? filled(in_package) : command_.server_address;
    if (!is_server_address(address)) {
      add(Level::note, about_server, "It is not called: each peer fills in its address itself.",
          "Give --server-address HOST:PORT.");
      return std::nullopt;
    }
    const std::string host = host_of(address);
    TlsCheck check{.about = about_server,
                   .host = host,
                   .port = port_of(address),
                   // What the peer will look for, wherever we reach the server.
                   .name = is_template(in_package) ? host : host_of(in_package),
                   .roots = filled(text_at(connection, "root_cert")),
                   .plaintext = !is_on(connection, "tls_required"),
                   .fix_roots =
                       "Have the server's certificate issued by an authority in root_cert, "
                       "or pack anew with the right --root-cert.",
                   .fix_client =
                       "Put the authority of the peer's certificate into the server's "
                       "--tls-client-roots, or give another with --client-cert.",
                   .now = now_,
                   .within = within()};
    if (is_on(connection, "client_auth_required")) {
      check.client_certificate = filled(text_at(connection, "client_cert"));
      check.client_key = filled(text_at(connection, "client_key"));
    }
    if (!command_.client_certificate.empty()) {
      check.client_certificate = read_file(command_.client_certificate);
      check.client_key = read_file(command_.client_key);
      check_certificate(check.client_certificate, command_.client_certificate);
      check_key(check.client_key, check.client_certificate, command_.client_key);
    }
    return check;
  }

  void ask_for_package_id(const TlsCheck& check, const std::string& expected) {
    const auto server =
        gateway::Connection::open({.address = address_of(check.host, check.port),
                                   .tls_roots = check.roots,
                                   .client_certificate = check.client_certificate,
                                   .client_key = check.client_key,
                                   .server_name = check.name == check.host ? "" : check.name,
                                   .plaintext = check.plaintext});
    if (!server)
      return add(Level::note, "package id",
                 "The server is not asked: " + server.error().detail + ".",
                 "Without TLS this is possible on the same machine only.");
    progress_.show("asking the server for its package id");
    const auto id = gateway::registered_package_id(*server, within());
    if (!id)
      return add(Level::error, "package id",
                 "The server does not register: " + id.failure().text() + ".",
                 "Check that it is a chaincode server, and what its log says.");
    if (expected.empty())
      return add(Level::ok, "package id", "The server registers as " + *id + ".");
    if (*id == expected)
      return add(Level::ok, "package id", "Server and package have " + *id + ".");
    add(Level::error, "package id",
        "The server registers as " + *id + ", and peers that installed this package expect " +
            expected + ": they keep silent, and calls end after their start-up timeout.",
        "Start the server with --package-id " + expected + ".");
  }

  const Doctor& command_;
  Timestamp now_;
  Progress progress_;
  Findings out_ = {};
};

}  // namespace

Finding check_clock(bool is_kept, std::int64_t error_us) {
  constexpr std::int64_t second_us = 1'000'000;
  if (!is_kept)
    return {Level::warning, "clock", "Nothing keeps the clock of this machine right, or says so.",
            "Run chrony or systemd-timesyncd: peers of 3.x refuse what is 15 minutes off, our "
            "chaincode server 10."};
  if (error_us > 60 * second_us)
    return {Level::error, "clock",
            "The clock may be " + std::to_string(error_us / second_us) + " s off.",
            "See why chrony or systemd-timesyncd cannot reach its servers."};
  return {Level::ok, "clock",
          "It is kept, and at most " + std::to_string(error_us / 1000 + 1) + " ms off."};
}

bool run(const Doctor& command, Timestamp now, const Screen& screen) {
  const ConnectionFlags& at = command.at;
  refuse_idle(command);
  if (at.msp_folder.empty() && at.profile.empty() && at.peer.empty() && !looks_at_server(command))
    throw Problem(Exit::bad_input, "There is nothing to look at.",
                  "Give --msp and --profile (or the CORE_PEER_ variables), or --package FILE.");
  const Findings findings = Examination(command, now, screen).examine();
  print(screen, findings, at.output);
  return !has_errors(findings);
}

}  // namespace tradelane::cli
