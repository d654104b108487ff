// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/options.hpp"

#include <ostream>

#include <CLI/CLI.hpp>

#include "adapters/cli/option_parts.hpp"
#include "adapters/cli/schema.hpp"
#include "adapters/cli/version.hpp"

namespace tradelane::cli {

namespace {

constexpr const char* description =
    "tradelane: trade documents, consent, evidence and finance on Hyperledger Fabric";
constexpr const char* notes =
    "JSON arguments are given as text, or as @FILE. `tradelane COMMAND --help` has an\n"
    "example.\n"
    "\n"
    "Where and as whom to call stands in flags, in --profile and --msp, or in the\n"
    "environment: TRADELANE_PROFILE TRADELANE_MSP; CORE_PEER_* of the peer command;\n"
    "PEER_ENDPOINT PEER_HOST_ALIAS MSP_ID CRYPTO_PATH CERT_DIRECTORY_PATH\n"
    "KEY_DIRECTORY_PATH TLS_CERT_PATH of the samples; CHANNEL_NAME CHAINCODE_NAME.\n"
    "`tradelane doctor` shows what came out of it.\n"
    "NO_COLOR turns colours off. Nothing is ever asked back.\n"
    "\n"
    "Exit status: 0 done; 1 a contract refused; 2 wrong command line or file, nothing\n"
    "was sent; 3 a peer could not do it; 4 on the ledger and invalid; 5 sent, outcome\n"
    "unknown yet; 6 doctor or package inspect found what must be mended, or verify\n"
    "could not check all; 7 done, and the output could not be written.";

// As `run` prints every other problem.
std::string usage_problem(const CLI::App* app, const CLI::Error& error) {
  std::string command = app->get_name();
  for (const CLI::App* at = app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    command += " " + at->get_name();
  }
  const std::string what = error.what();
  return "tradelane: " + what + (what.ends_with('?') ? "" : ".") + "\nnext: see `" + command +
         " --help`.\n";
}

std::vector<std::string> names_below(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    out.push_back(sub->get_name());
  return out;
}

// CLI11 would say of a misspelt command that one is required.
void refuse_unknown_command(const CLI::App& app, const std::vector<std::string>& args) {
  const CLI::App* at = &app;
  for (const std::string& word : args) {
    const bool is_group = at->get_require_subcommand_min() > 0;
    if (!is_group || word.empty() || word.front() == '-') return;
    const auto found =
        at->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
    if (found.empty()) {
      const std::string meant = nearest(word, names_below(*at));
      throw CLI::ParseError(
          "There is no command " + word + (meant.empty() ? "" : "; did you mean " + meant + "?"),
          CLI::ExitCodes::ExtrasError);
    }
    at = found.front();
  }
}

// Collects the command whose subcommand was parsed.
class Parser {
 public:
  Parser() : app_(description, "tradelane") {
    app_.footer(notes);
    app_.failure_message(usage_problem);
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "tradelane " + version());
    add_invoke();
    add_query();
    add_status();
    add_events();
    add_blocks();
    add_export();
    add_verify();
    add_ebl();
    add_web();
    add_metadata();
    add_acl();
    add_identity();
    add_act();
    add_commit();
    add_fingerprint();
    add_package();
    add_doctor();
    add_completion();
    add_version();
  }

  const CLI::App& app() const { return app_; }

  std::variant<Command, Exit> parse(std::vector<std::string> args, std::ostream& out,
                                    std::ostream& err) {
    try {
      refuse_unknown_command(app_, args);
      // CLI11 would take what stands in brackets for a list of its own; JSON may begin with a
      // blank.
      for (std::string& word : args)
        if (word.starts_with('[') && word.ends_with(']')) word.insert(0, 1, ' ');
      std::reverse(args.begin(), args.end());  // as CLI11 takes them
      app_.parse(std::move(args));
    } catch (const CLI::ParseError& error) {
      return app_.exit(error, out, err) == 0 ? Exit::done : Exit::bad_input;
    }
    return chosen_();
  }

 private:
  template <class T>
  CLI::App& add(CLI::App& parent, const char* name, const char* what, const T& command) {
    CLI::App& sub = *parent.add_subcommand(name, what);
    sub.callback([this, &sub, &command] {
      if (sub.get_subcommands().empty()) chosen_ = [&command] { return Command(command); };
    });
    return sub;
  }

  // An option that may be repeated takes one value each time, not all that follows.
  static void one_each(CLI::App& app) {
    for (CLI::Option* option : app.get_options())
      if (!option->get_positional() && option->get_items_expected_max() > 1)
        option->allow_extra_args(false);
  }

  void add_invoke() {
    CLI::App& app = add(app_, "invoke", "endorse, submit and wait for the commit", invoke_);
    add_connection(app, invoke_.at);
    add_arguments(app, invoke_.what);
    app.add_option("--endorser", invoke_.endorsers, "MSP id; repeat. They alone see private input")
        ->required()
        ->check(not_empty);
    app.add_flag("--dry-run", invoke_.dry_run, "show what would be written; write nothing");
    one_each(app);
    app.footer(
        "NAME=VALUE is typed by what the chaincode says of itself; NAME:=JSON is taken as\n"
        "it is; a dotted name reaches into an object. --dry-run has it endorsed, so the\n"
        "endorsers see the private input; nothing goes to an orderer.\n"
        "Example:\n  tradelane invoke party:AcceptTerms @terms.json \\\n"
        "    --endorser OperatorMSP --endorser BankHMSP \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
  }

  void add_query() {
    CLI::App& app = add(app_, "query", "ask a contract; nothing is written", query_);
    add_connection(app, query_.at);
    add_arguments(app, query_.what);
    app.add_option("--target", query_.targets, "MSP id of who shall answer; default: your own")
        ->check(not_empty);
    one_each(app);
    app.footer(
        "Example:\n  tradelane query ebl:Get billId=HLCU/B1/1 --output json \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
  }

  void add_status() {
    CLI::App& app = add(app_, "status", "tell what became of a transaction", status_);
    add_connection(app, status_.at);
    app.add_option("transaction", status_.transaction_id, "transaction id")->required();
    app.add_option("--timeout", status_.timeout_s, "seconds to wait for it")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
    app.footer(
        "Example:\n  tradelane status 4be1...9c \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
  }

  void add_events() {
    CLI::App& app =
        add(app_, "events", "print the chaincode's events as they are committed", events_);
    add_connection(app, events_.at);
    app.add_option("--from-block", events_.from_block, "past events too, from this block")
        ->check(whole_number);
    app.add_option("--checkpoint", events_.checkpoint,
                   "file with the position; it wins over --from-block");
    app.add_option("--count", events_.count, "stop after so many events")->check(whole_number);
    app.add_option("--timeout", events_.timeout_s, "stop after so many seconds")
        ->check(whole_number);
    app.footer(
        "Example:\n  tradelane events --from-block 0 --timeout 5 \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
  }

  void add_blocks() {
    CLI::App& app = add(app_, "blocks", "print blocks with what their transactions did", blocks_);
    add_connection(app, blocks_.at);
    app.add_option("--from", blocks_.from, "first block; default: the newest")->check(whole_number);
    CLI::Option* to =
        app.add_option("--to", blocks_.to, "last block; default: the newest")->check(whole_number);
    app.add_flag("--follow", blocks_.follow, "go on with blocks as they come")->excludes(to);
    app.add_option("--timeout", blocks_.timeout_s, "stop after so many seconds")
        ->check(whole_number);
    app.footer(
        "Example:\n  tradelane blocks --from 0 --to 9 --output yaml \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
  }

  void add_export() {
    CLI::App& app = add(app_, "export", "write the proof of one bill to a file", export_);
    add_connection(app, export_.at);
    app.add_option("bill", export_.bill, "bill id: CARRIER/REFERENCE/SUB-REFERENCE")->required();
    app.add_option("--out", export_.out, "file to write")->required();
    app.add_option("--from", export_.from, "first block that is read; default: 0")
        ->check(whole_number);
    app.footer(
        "Every block in which the bill changed, whole, and the headers between: who has the\n"
        "organisations' root certificates checks it with `tradelane verify`, without a\n"
        "network. Such a block holds the other transactions in it too.\n"
        "Example:\n  tradelane export HLCU/B1/1 --out bill.json \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
  }

  void add_verify() {
    CLI::App& app = add(app_, "verify", "check the proof of a bill, without a network", verify_);
    app.add_option("file", verify_.file, "file that `export` wrote")->required();
    app.add_option("--roots", verify_.roots, "folder with MSPID.pem or MSPID/cacerts")->required();
    app.add_option("--orderer", verify_.orderers,
                   "MSP id of who orders; repeat. Default: certificates with unit orderer")
        ->check(not_empty);
    app.add_option("--policy", verify_.policy,
                   "endorsement policy of the chaincode; without it that is not checked")
        ->check(not_empty);
    add_output(app, verify_.output);
    one_each(app);
    app.footer(
        "Exit status: 0 genuine; 1 refused, with the place; 2 a file cannot be read; 6 good,\n"
        "but what is listed could not be checked. Who has to endorse a bill stands in the\n"
        "file; who has to endorse anything at all stands on the channel: `peer lifecycle\n"
        "chaincode querycommitted`. Roots and policy never come from the file.\n"
        "Example:\n  tradelane verify bill.json --roots roots --orderer OrdererMSP \\\n"
        "    --policy \"AND('OperatorMSP.peer',OR('BankHMSP.peer','CarrierMSP.peer'))\"");
  }

  void add_ebl() {
    CLI::App& group = *app_.add_subcommand("ebl", "look at bills of lading");
    group.require_subcommand(1);
    CLI::App& show = add(group, "show", "print the chain of title of a bill", show_bill_);
    add_connection(show, show_bill_.at);
    show.add_option("bill", show_bill_.bill, "bill id: CARRIER/REFERENCE/SUB")->required();
    show.footer(
        "Example:\n  tradelane ebl show HLCU/B1/1 \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
    CLI::App& verify =
        add(group, "verify", "tell of a bill in a file whether it is genuine", verify_bill_);
    add_connection(verify, verify_bill_.at);
    verify.add_option("file", verify_bill_.file, "opening of the issuance, or the document, JSON")
        ->required();
    verify.add_option("--bill", verify_bill_.bill, "bill id, if not as the document says");
    verify.add_option("--salt", verify_bill_.salt, "salt of the opening, for a document alone");
    verify.footer(
        "Exit status: 0 genuine and current; 6 altered, unproven, unknown or superseded.\n"
        "Example:\n  tradelane ebl verify opening.json \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
  }

  void add_web() {
    CLI::App& app = add(app_, "web", "look at the ledger in a browser on this machine", web_);
    add_connection(app, web_.at);
    app.add_option("--port", web_.port, "port on 127.0.0.1; default: any that is free")
        ->check(CLI::Range(0, 65535));
    app.add_option("--from", web_.from, "first block; default: newest less 10,000")
        ->check(whole_number);
    app.footer(
        "Blocks as they come; a bill, consent, match or loan by its id. Nothing is\n"
        "changed, and nothing is loaded from elsewhere. The address that is printed\n"
        "holds a key: only who has it can look. For scripts:\n"
        "`Authorization: Bearer KEY`, and\n"
        "  /api/status                 /api/blocks?from=N&to=N&wait=SECONDS\n"
        "  /api/tx/ID                  /api/index?id=ID\n"
        "  /api/search?q=TEXT          /api/query?function=ebl:Get&args=JSON\n"
        "Example:\n  tradelane web \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
  }

  void add_metadata() {
    CLI::App& app =
        add(app_, "metadata", "print the transactions and what each one takes", metadata_);
    add_connection(app, metadata_.at);
    app.add_option("transaction", metadata_.transaction, "contract:Transaction; default: all");
    app.add_option("--metadata", metadata_.metadata, "file with saved metadata: no peer is asked");
    app.footer(
        "Example:\n  tradelane metadata ebl:Transfer \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
  }

  void add_acl() {
    CLI::App& app = add(app_, "acl", "print who may call what, as the chaincode says", acl_);
    add_connection(app, acl_.at);
    app.add_option("--metadata", acl_.metadata, "file with saved metadata: no peer is asked then");
    app.footer(
        "Example:\n  tradelane acl --profile connection-BankHMSP.json --msp "
        "BankHMSP/users/BKH/msp\n"
        "The same from a file, with no network at hand:\n"
        "  tradelane query org.hyperledger.fabric:GetMetadata --output json ... > m.json\n"
        "  tradelane acl --metadata m.json");
  }

  void add_package() {
    CLI::App& app = add(app_, "package", "write a chaincode package and print its id", package_);
    app.require_subcommand(0, 1);
    app.add_option("--label", package_.label, "label of the package");
    app.add_option("--address", package_.address, "chaincode server, HOST:PORT");
    app.add_option("--out", package_.out, "file to write, .tar.gz");
    app.add_option("--dial-timeout", package_.dial_timeout, "as Go writes a duration")
        ->capture_default_str();
    app.add_option("--root-cert", package_.root_certificate,
                   "PEM file: roots of the server; asks for TLS");
    app.add_option("--client-cert", package_.client_certificate,
                   "PEM file of the peer; asks for mutual TLS");
    app.add_option("--client-key", package_.client_key, "PEM file: its key");
    app.add_option("--helm-values", package_.helm_values, "file to write: values for the chart");
    add_output(app, package_.output);
    app.footer(
        "Equal input gives equal bytes, so the id is known before anything is installed.\n"
        "What is written {{.name}} each peer fills in from its own\n"
        "CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG; a key can so stay out of the package.\n"
        "Example:\n  tradelane package --label tradelane_1 --address tradelane.bankh:9999 \\\n"
        "    --root-cert ca.pem --client-cert peer.pem --client-key peer.key \\\n"
        "    --out tradelane.tar.gz --helm-values values.yaml");
    add_inspect(app);
  }

  void add_inspect(CLI::App& parent) {
    CLI::App& app = add(parent, "inspect", "tell what is in a package and what is wrong", inspect_);
    app.add_option("file", inspect_.file, "the package, of whatever tool")->required();
    add_output(app, inspect_.output);
    app.footer("Example:\n  tradelane package inspect tradelane.tar.gz");
  }

  void add_doctor() {
    CLI::App& app = add(app_, "doctor", "look for what is wrong, and say how to mend it", doctor_);
    add_connection(app, doctor_.at);
    CLI::Option* package =
        app.add_option("--package", doctor_.package, "chaincode package: check its server as well");
    app.add_option("--connection", doctor_.connection, "connection.json instead of a package")
        ->excludes(package);
    app.add_option("--server-cert", doctor_.server_certificate,
                   "PEM file: certificate of the chaincode server");
    app.add_option("--server-address", doctor_.server_address,
                   "HOST:PORT of the server, if not as in the package");
    CLI::Option* certificate = app.add_option("--client-cert", doctor_.client_certificate,
                                              "PEM file to show it, if not as in the package");
    CLI::Option* key = app.add_option("--client-key", doctor_.client_key, "PEM file: its key");
    certificate->needs(key);
    key->needs(certificate);
    app.add_option("--package-id", doctor_.package_id, "id that the server must register with");
    app.add_option("--timeout", doctor_.timeout_s, "seconds for each connection")
        ->check(CLI::Range(1, 300))
        ->capture_default_str();
    app.footer(
        "Looks at whatever is given: MSP folder, peer, channel, chaincode, clock; with\n"
        "--package at the package and its server. Nothing is written anywhere.\n"
        "Example:\n  tradelane doctor --package tradelane.tar.gz \\\n"
        "    --profile connection-BankHMSP.json --msp BankHMSP/users/BKH/msp");
  }

  void add_completion() {
    CLI::App& app =
        add(app_, "completion", "print a script that completes words in a shell", completion_);
    app.add_option("shell", completion_.shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->type_name("SHELL");
    app.footer("Example:\n  tradelane completion bash >tradelane.bash && . ./tradelane.bash");
  }

  void add_version() {
    CLI::App& app = add(app_, "version", "print the version", version_);
    add_output(app, version_.output);
    app.footer("Example:\n  tradelane version --output json");
  }

  void add_identity() {
    CLI::App& group = *app_.add_subcommand("identity", "look at identities");
    group.require_subcommand(1);
    CLI::App& app = add(group, "list", "list the identities in MSP folders", identity_list_);
    app.add_option("folder", identity_list_.folder, "an MSP folder, or one that holds some")
        ->required();
    add_output(app, identity_list_.output);
    app.footer("Example:\n  tradelane identity list organizations");
  }

  void add_act() {
    CLI::App& group = *app_.add_subcommand("act", "detached signatures of companies");
    group.require_subcommand(1);
    CLI::App& app = add(group, "sign", "sign an act; prints what goes into `signatures`", act_);
    app.add_option("transaction", act_.transaction, "contract:Transaction")->required();
    app.add_option("args", act_.args, "argument object: JSON or @FILE")->required();
    app.add_option("--openings", act_.openings, "FILE of `commit`; for args.commitments");
    app.add_option("--subject", act_.subject, "party/ID consent/ID bill/ID loan/ID payment/UETR")
        ->required();
    app.add_option("--seq", act_.seq, "the subject's present seq; 0 without a record")
        ->required()
        ->check(whole_number);
    app.add_option("--party", act_.party, "party id of the signer")->required();
    app.add_option("--kid", act_.kid, "id of the key in the party's record")->required();
    CLI::Option* key = app.add_option("--key", act_.key, "PEM file: P-256, SM2 or Ed25519");
    app.add_option("--not-after", act_.not_after, "RFC 3339 UTC; default: in 24 hours");
    app.add_flag("--bytes", act_.bytes_only, "print the bytes to sign, for a device that signs")
        ->excludes(key);
    add_names(app, act_.channel, act_.chaincode);
    one_each(app);
    app.footer(
        "Example:\n  tradelane act sign ebl:Transfer @transfer.json \\\n"
        "    --subject bill/HLCU/B1/1 --seq 1 --party 00000000000000000000000EXP \\\n"
        "    --kid exp-1 --key exp.pem > signature.json");
  }

  void add_commit() {
    CLI::App& app = add(app_, "commit", "make openings and commitments of private values", commit_);
    app.add_option("values", commit_.values, "NAME=JSON or NAME=@FILE; repeat")->required();
    app.footer("Example:\n  tradelane commit identity=@identity.json > openings.json");
  }

  void add_fingerprint() {
    CLI::App& app =
        add(app_, "fingerprint", "make the keyed fingerprint of a document number", fingerprint_);
    app.add_option("type", fingerprint_.type, "DECL, BL, INV_STRICT or INV_LOOSE")->required();
    app.add_option("parts", fingerprint_.parts, "what the number consists of, as below")
        ->required();
    app.add_option("--key", fingerprint_.key, "file with the consortium's key in hexadecimal")
        ->required();
    app.add_option("--kid", fingerprint_.kid, "id of that key")->required();
    app.footer(
        "Parts of a number:\n"
        "  DECL        entry id\n"
        "  BL          carrier code, number\n"
        "  INV_STRICT  seller, buyer, number, date, currency, amount in minor units\n"
        "  INV_LOOSE   the same; of the number only letters and digits count\n"
        "Example:\n  tradelane fingerprint DECL 220120261000000017 --key fp.hex --kid fp-1");
  }

  CLI::App app_;
  std::function<Command()> chosen_ = {};
  Invoke invoke_ = {};
  Query query_ = {};
  Status status_ = {};
  Events events_ = {};
  ShowBlocks blocks_ = {};
  Export export_ = {};
  VerifyProof verify_ = {};
  ShowBill show_bill_ = {};
  VerifyBill verify_bill_ = {};
  Web web_ = {};
  ShowMetadata metadata_ = {};
  Acl acl_ = {};
  Package package_ = {};
  Inspect inspect_ = {};
  Doctor doctor_ = {};
  IdentityList identity_list_ = {};
  ActSign act_ = {};
  Commit commit_ = {};
  Fingerprint fingerprint_ = {};
  Completion completion_ = {};
  Version version_ = {};
};

/// `--help` is an option as well.
OptionWord word_of(const CLI::Option& option) {
  OptionWord out{.name = "--" + option.get_lnames().front(),
                 .help = option.get_description(),
                 .takes_value = option.get_items_expected_max() > 0};
  if (out.name == "--output") out.values = {"table", "json", "yaml"};
  return out;
}

void add_words(const CLI::App& app, const std::string& path, std::vector<CommandWords>& out) {
  CommandWords words{.path = path, .help = app.get_description()};
  words.commands = names_below(app);
  for (const CLI::Option* option : app.get_options())
    if (!option->get_lnames().empty()) words.options.push_back(word_of(*option));
  out.push_back(std::move(words));
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    add_words(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), out);
}

}  // namespace

std::variant<Command, Exit> parse_options(const std::vector<std::string>& args, std::ostream& out,
                                          std::ostream& err) {
  return Parser().parse(args, out, err);
}

std::vector<CommandWords> all_words() {
  const Parser parser;
  std::vector<CommandWords> out;
  add_words(parser.app(), "", out);
  return out;
}

}  // namespace tradelane::cli
