// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/option_parts.hpp"

namespace tradelane::cli {

void add_output(CLI::App& app, Output& output) {
  app.add_option_function<std::string>(
         "--output",
         [&output](const std::string& text) {
           output = text == "json" ? Output::json : text == "yaml" ? Output::yaml : Output::table;
         },
         "table (default), json or yaml")
      ->check(CLI::IsMember({"table", "json", "yaml"}))
      ->type_name("FORM");
}

void add_names(CLI::App& app, std::string& channel, std::string& chaincode) {
  app.add_option("--channel", channel, "channel; default: trade");
  app.add_option("--chaincode", chaincode, "chaincode; default: tradelane");
}

void add_connection(CLI::App& app, ConnectionFlags& flags) {
  app.add_option("--profile", flags.profile, "connection profile, JSON or YAML");
  app.add_option("--msp", flags.msp_folder, "MSP folder with signcerts and keystore");
  app.add_option("--msp-id", flags.msp, "MSP id, when the profile names none");
  app.add_option("--peer", flags.peer, "gateway peer, HOST:PORT");
  app.add_option("--tls-roots", flags.tls_roots, "PEM file: roots of the peer's certificate");
  app.add_option("--tls-cert", flags.tls_certificate, "PEM file: TLS client certificate");
  app.add_option("--tls-key", flags.tls_key, "PEM file: its key");
  app.add_option("--server-name", flags.server_name, "name in the peer's TLS certificate");
  app.add_flag("--plaintext", flags.plaintext, "no TLS; loopback only");
  add_names(app, flags.channel, flags.chaincode);
  add_output(app, flags.output);
}

void add_arguments(CLI::App& app, ArgumentFlags& flags) {
  app.add_option("function", flags.function, "contract:Transaction")->required();
  app.add_option("args", flags.args, "argument object or texts: JSON, @FILE, NAME=VALUE");
  app.add_option("--transient", flags.transient, "private input: JSON or @FILE, also of `commit`");
  app.add_option("--openings", flags.openings, "FILE of `commit`; to transient, args.commitments");
  app.add_option("--relay-openings", flags.relay_openings,
                 "the same, to transient, args.relay.commitments");
  app.add_option("--signature", flags.signatures, "FILE of `act sign`; for args.signatures");
  app.add_flag("--unchecked", flags.unchecked, "do not compare args with the metadata first");
}

}  // namespace tradelane::cli
