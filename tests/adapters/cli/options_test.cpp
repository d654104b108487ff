// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/cli/option_parts.cpp
#include "adapters/cli/options.hpp"

#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>

using namespace tradelane;
using cli::Exit;

namespace {

using Words = std::vector<std::string>;

struct Parsed {
  std::variant<cli::Command, Exit> result;
  std::string out;
  std::string err;
};
Parsed parse(const Words& words) {
  std::ostringstream out;
  std::ostringstream err;
  auto result = cli::parse_options(words, out, err);
  return {std::move(result), out.str(), err.str()};
}

/// In a terminal of 80 columns.
void check_fits(const std::string& help) {
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(line.size() <= 80);
  }
}

template <class T>
T command(const Words& words) {
  const Parsed parsed = parse(words);
  INFO(parsed.err);
  REQUIRE(std::holds_alternative<cli::Command>(parsed.result));
  const auto& found = std::get<cli::Command>(parsed.result);
  REQUIRE(std::holds_alternative<T>(found));
  return std::get<T>(found);
}

}  // namespace

TEST_CASE("every command explains itself with an example") {
  for (const Words& words :
       {Words{"invoke"}, Words{"query"}, Words{"status"}, Words{"events"}, Words{"blocks"},
        Words{"acl"}, Words{"package"}, Words{"identity", "list"}, Words{"act", "sign"},
        Words{"commit"}, Words{"fingerprint"}, Words{"metadata"}, Words{"package", "inspect"},
        Words{"doctor"}, Words{"completion"}, Words{"version"}, Words{"web"}}) {
    std::string name;
    Words with_help;
    for (const std::string& word : words) {
      name += " " + word;
      with_help.push_back(word);
    }
    with_help.push_back("--help");
    CAPTURE(name);
    const Parsed parsed = parse(with_help);
    REQUIRE(std::holds_alternative<Exit>(parsed.result));
    CHECK(static_cast<int>(std::get<Exit>(parsed.result)) == 0);
    CHECK(parsed.out.find("Example:\n  tradelane" + name + " ") != std::string::npos);
    check_fits(parsed.out);
  }
}

TEST_CASE("the command itself lists commands and exit statuses") {
  const Parsed parsed = parse({"--help"});
  CHECK(parsed.out.find("fingerprint") != std::string::npos);
  // Each of `Exit` with what it says, in one sentence over several lines.
  std::string help = parsed.out.substr(parsed.out.find("Exit status: "));
  std::replace(help.begin(), help.end(), '\n', ' ');
  CHECK(help.starts_with(
      "Exit status: 0 done; 1 a contract refused; 2 wrong command line or file, nothing was sent; "
      "3 a peer could not do it; 4 on the ledger and invalid; 5 sent, outcome unknown yet; "
      "6 doctor or package inspect found what must be mended, or verify could not check all; "
      "7 done, and the output could not be written."));
  CHECK(static_cast<int>(Exit::no_output) == 7);
  check_fits(parsed.out);
  CHECK(parse({"--version"}).out.find("tradelane ") == 0);
}

TEST_CASE("what is wrong is said, and where help is") {
  const Words rows[] = {
      {},
      {"nonsense"},
      {"identity"},
      {"act"},
      {"invoke", "a:B"},
      {"query"},
      {"query", "a:B", "--output", "xml"},
      {"query", "a:B", "--unknown"},
      {"blocks", "--from", "-1"},
      {"blocks", "--to", "1", "--follow"},
      {"events", "--from-block", "x"},
      {"events", "--count", "-1"},
      {"status"},
      {"acl", "ebl"},
      {"status", "t", "--timeout", "0"},
      {"package", "inspect"},
      {"package", "surplus"},
      {"web", "--port", "65536"},
      {"web", "--port", "-1"},
      {"web", "--from", "x"},
      {"doctor", "--timeout", "0"},
      {"doctor", "--timeout", "301"},
      {"doctor", "--package", "p", "--connection", "c"},
      {"doctor", "--package", "p", "--client-cert", "c"},
      {"doctor", "--package", "p", "--client-key", "k"},
      {"package", "--output", "xml"},
      {"act", "sign", "a:B", "{}", "--seq", "1", "--subject", "bill/1", "--party", "p", "--kid",
       "k", "--key", "f", "--bytes"},
      {"completion"},
      {"completion", "tcsh"},
      {"version", "surplus"},
      {"metadata", "a:B", "surplus"},
      {"act", "sign", "a:B", "{}", "--seq", "-1", "--subject", "bill/1", "--party", "p", "--kid",
       "k", "--key", "f"},
      {"commit"},
      {"fingerprint", "DECL"},
  };
  for (const Words& words : rows) {
    std::string line;
    for (const std::string& word : words) line += word + " ";
    CAPTURE(line);
    const Parsed parsed = parse(words);
    REQUIRE(std::holds_alternative<Exit>(parsed.result));
    CHECK(static_cast<int>(std::get<Exit>(parsed.result)) == 2);
    CHECK(parsed.err.starts_with("tradelane: "));
    CHECK(parsed.err.find("\nnext: see `tradelane") != std::string::npos);
    CHECK(parsed.err.ends_with(" --help`.\n"));
  }
}

TEST_CASE("what is wrong is one line, and the next names the help of the very command") {
  struct Row {
    Words words;
    const char* err;
  };
  const Row rows[] = {
      {{}, "A subcommand is required.\nnext: see `tradelane --help`.\n"},
      {{"qery", "a:B"},
       "There is no command qery; did you mean query?\nnext: see `tradelane --help`.\n"},
      {{"act", "sing"},
       "There is no command sing; did you mean sign?\nnext: see `tradelane --help`.\n"},
      {{"act"}, "A subcommand is required.\nnext: see `tradelane act --help`.\n"},
      {{"query"}, "function is required.\nnext: see `tradelane query --help`.\n"},
      {{"events", "--count", "-1"},
       "--count: -1 is no whole number from 0 on.\nnext: see `tradelane events --help`.\n"},
      {{"events", "--from-block", "x"},
       "--from-block: x is no whole number from 0 on.\nnext: see `tradelane events --help`.\n"},
      {{"invoke", "a:B", "--endorser", ""},
       "--endorser: is empty.\nnext: see `tradelane invoke --help`.\n"},
      {{"doctor", "--package", "p", "--connection", "c"},
       "--package excludes --connection.\nnext: see `tradelane doctor --help`.\n"},
      {{"doctor", "--connection", "c", "--client-key", "k"},
       "--client-key requires --client-cert.\nnext: see `tradelane doctor --help`.\n"},
      {{"identity", "list"}, "folder is required.\nnext: see `tradelane identity list --help`.\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.err);
    CHECK(parse(row.words).err == "tradelane: " + std::string(row.err));
  }
}

TEST_CASE("invoke and query") {
  const auto invoke = command<cli::Invoke>({"invoke",
                                            "--endorser",
                                            "OperatorMSP",
                                            "ebl:Transfer",
                                            R"({"a":[1]})",
                                            "--endorser",
                                            "BankHMSP",
                                            "--transient",
                                            "@t",
                                            "--openings",
                                            "o1",
                                            "--openings",
                                            "o2",
                                            "--relay-openings",
                                            "r",
                                            "--signature",
                                            "s",
                                            "--profile",
                                            "p",
                                            "--msp",
                                            "m",
                                            "--channel",
                                            "c",
                                            "--chaincode",
                                            "cc",
                                            "--output",
                                            "json"});
  CHECK(invoke.what.function == "ebl:Transfer");
  CHECK(invoke.what.args == Words{R"({"a":[1]})"});
  CHECK(invoke.endorsers == Words{"OperatorMSP", "BankHMSP"});
  CHECK(invoke.what.transient == "@t");
  CHECK(invoke.what.openings == Words{"o1", "o2"});
  CHECK(invoke.what.relay_openings == Words{"r"});
  CHECK(invoke.what.signatures == Words{"s"});
  CHECK(invoke.at.profile == "p");
  CHECK(invoke.at.msp_folder == "m");
  CHECK(invoke.at.channel == "c");
  CHECK(invoke.at.chaincode == "cc");
  CHECK(invoke.at.output == cli::Output::json);
  const auto query = command<cli::Query>({"query", "a:B", "--peer", "localhost:1", "--plaintext",
                                          "--msp-id", "M", "--target", "T", "{}"});
  CHECK(query.what.args == Words{"{}"});
  CHECK(query.targets == Words{"T"});
  CHECK(query.at.peer == "localhost:1");
  CHECK(query.at.plaintext);
  CHECK(query.at.msp == "M");
  CHECK(query.at.channel.empty());
  CHECK(query.at.chaincode.empty());
  CHECK(query.at.output == cli::Output::table);
}

TEST_CASE("arguments by name, unchecked ones, metadata, doctor, completion, version") {
  const auto query = command<cli::Query>({"query", "a:B", "x=1", "y:=2", "--unchecked"});
  CHECK(query.what.args == Words{"x=1", "y:=2"});
  CHECK(query.what.unchecked);
  CHECK(command<cli::Query>({"query", "a:B", R"(["a","b"])", "--transient", "[1]"}).what.args ==
        Words{R"( ["a","b"])"});
  CHECK(command<cli::ShowMetadata>({"metadata"}).transaction.empty());
  const auto metadata = command<cli::ShowMetadata>({"metadata", "a:B", "--metadata", "f"});
  CHECK(metadata.transaction == "a:B");
  CHECK(metadata.metadata == "f");
  const auto doctor = command<cli::Doctor>(
      {"doctor", "--msp", "m", "--package", "p", "--server-cert", "s", "--server-address", "h:1",
       "--client-cert", "cc", "--client-key", "ck", "--package-id", "i", "--timeout", "300"});
  CHECK(doctor.at.msp_folder == "m");
  CHECK(doctor.package == "p");
  CHECK(command<cli::Doctor>({"doctor", "--connection", "c"}).connection == "c");
  CHECK(doctor.server_certificate == "s");
  CHECK(doctor.server_address == "h:1");
  CHECK(doctor.client_certificate == "cc");
  CHECK(doctor.client_key == "ck");
  CHECK(doctor.package_id == "i");
  CHECK(doctor.timeout_s == 300);
  CHECK(command<cli::Completion>({"completion", "fish"}).shell == "fish");
  CHECK(command<cli::Version>({"version"}).output == cli::Output::table);
}

TEST_CASE("the explorer") {
  const auto web = command<cli::Web>({"web", "--port", "65535", "--from", "7", "--msp", "m"});
  CHECK(web.port == 65535);
  CHECK(web.from == 7U);
  CHECK(web.at.msp_folder == "m");
  CHECK(command<cli::Web>({"web"}).port == 0);
  CHECK_FALSE(command<cli::Web>({"web"}).from);
}

TEST_CASE("blocks and dry runs") {
  const auto blocks =
      command<cli::ShowBlocks>({"blocks", "--from", "0", "--to", "9", "--timeout", "3"});
  CHECK(blocks.from == 0U);
  CHECK(blocks.to == 9U);
  CHECK(blocks.timeout_s == 3);
  CHECK_FALSE(blocks.follow);
  CHECK_FALSE(command<cli::ShowBlocks>({"blocks"}).from);
  CHECK(command<cli::ShowBlocks>({"blocks", "--follow"}).follow);
  CHECK(command<cli::Invoke>({"invoke", "a:B", "--endorser", "M", "--dry-run"}).dry_run);
  CHECK_FALSE(command<cli::Invoke>({"invoke", "a:B", "--endorser", "M"}).dry_run);
}

TEST_CASE("acl") {
  const auto acl = command<cli::Acl>({"acl", "--metadata", "m.json", "--output", "json"});
  CHECK(acl.metadata == "m.json");
  CHECK(acl.at.output == cli::Output::json);
  CHECK(command<cli::Acl>({"acl", "--chaincode", "basic"}).at.chaincode == "basic");
}

TEST_CASE("status, events, package, identity list") {
  CHECK(command<cli::Status>({"status", "t", "--timeout", "3"}).timeout_s == 3);
  const auto events =
      command<cli::Events>({"events", "--from-block", "0", "--count", "2", "--timeout", "5"});
  REQUIRE(events.from_block);
  CHECK(*events.from_block == 0);
  CHECK(events.count == 2);
  CHECK(events.timeout_s == 5);
  CHECK_FALSE(command<cli::Events>({"events"}).from_block);
  const auto kept = command<cli::Events>({"events", "--from-block", "1", "--checkpoint", "f"});
  CHECK(kept.checkpoint == "f");
  CHECK(kept.from_block == 1U);
  const auto package =
      command<cli::Package>({"package", "--label", "l", "--address", "h:1", "--out", "f",
                             "--root-cert", "r", "--client-cert", "c", "--client-key", "k"});
  CHECK(package.label == "l");
  CHECK(package.address == "h:1");
  CHECK(package.out == "f");
  CHECK(package.dial_timeout == "10s");
  CHECK(package.root_certificate == "r");
  CHECK(package.client_certificate == "c");
  CHECK(package.client_key == "k");
  CHECK(package.output == cli::Output::table);
  CHECK(command<cli::Package>({"package", "--helm-values", "v"}).helm_values == "v");
  const auto inspect =
      command<cli::Inspect>({"package", "inspect", "f.tar.gz", "--output", "yaml"});
  CHECK(inspect.file == "f.tar.gz");
  CHECK(inspect.output == cli::Output::yaml);
  CHECK(command<cli::IdentityList>({"identity", "list", "d"}).folder == "d");
}

TEST_CASE("act sign, commit, fingerprint") {
  const auto act = command<cli::ActSign>({"act", "sign", "a:B", "@f", "--subject", "bill/1",
                                          "--seq", "4", "--party", "p", "--kid", "k", "--key",
                                          "key", "--not-after", "n", "--openings", "o"});
  CHECK(act.transaction == "a:B");
  CHECK(act.args == "@f");
  CHECK(act.subject == "bill/1");
  CHECK(act.seq == 4);
  CHECK(act.party == "p");
  CHECK(act.kid == "k");
  CHECK(act.key == "key");
  CHECK(act.not_after == "n");
  CHECK(act.openings == Words{"o"});
  CHECK_FALSE(act.bytes_only);
  CHECK(command<cli::ActSign>({"act", "sign", "a:B", "{}", "--subject", "bill/1", "--seq", "4",
                               "--party", "p", "--kid", "k", "--bytes"})
            .bytes_only);
  CHECK(command<cli::Commit>({"commit", "a={}", "b=[1,2]"}).values == Words{"a={}", "b=[1,2]"});
  const auto print =
      command<cli::Fingerprint>({"fingerprint", "BL", "HLCU", "1", "--key", "f", "--kid", "k"});
  CHECK(print.type == "BL");
  CHECK(print.parts == Words{"HLCU", "1"});
  CHECK(print.key == "f");
  CHECK(print.kid == "k");
}
