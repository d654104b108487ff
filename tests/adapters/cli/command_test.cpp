// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/cli/main.cpp
// The program itself, as a shell runs it: flags, environment, streams and exit status.
#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "tests/adapters/cli/msp_files.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/adapters/cli/sample_metadata.hpp"
#include "tests/support/process.hpp"

using namespace tradelane;

namespace {

/// Runs `line` in a shell in which `tradelane` is the program; `$MSP`, `$PEER` and `$OUT` are set.
/// A pseudo terminal is on its error stream when `on_terminal`.
struct Shell {
  test::Person bank = test::person("BankHMSP");
  test::GatewayDouble peer{bank};
  test::MspFiles files{bank, peer.address()};

  Shell() { peer.result = test::sample_metadata; }

  test::Ran run(const std::string& line) const {
    const std::string script = "unset NO_COLOR TERM; tradelane() { '" + test::program("tradelane") +
                               "' \"$@\"; }; MSP='" + files.folder.file("msp") + "'; PROFILE='" +
                               files.folder.file("profile.json") + "'; PEER=" + peer.address() +
                               "; OUT='" + files.folder.path().string() + "'; cd \"$OUT\"; { " +
                               line + "; } >\"$OUT/stdout\" 2>\"$OUT/stderr\" </dev/null";
    test::Process shell({"/bin/bash", "-c", script});
    const int status = shell.wait();
    return {status, files.folder.read("stdout"), files.folder.read("stderr")};
  }
};

}  // namespace

TEST_CASE("the program: exit status, and which stream has what") {
  const Shell shell;
  struct Row {
    const char* line;
    int status;
    const char* out;
    const char* err;
  };
  const Row rows[] = {
      {"tradelane --help", 0, "Exit status:", ""},
      {"tradelane version", 0, "tradelane  ", ""},
      {"tradelane", 2, "", "next: see `tradelane --help`"},
      {"tradelane qery a:B", 2, "", "did you mean query?"},
      {"tradelane query ebl:Transfer billId=1 --profile $PROFILE --msp $MSP", 0, "contracts", ""},
      {"tradelane query ebl:Transfer bilId=1 --profile $PROFILE --msp $MSP", 2, "",
       "did you mean billId?"},
      {"tradelane query ebl:Transfer --peer 127.0.0.1:1 --plaintext --msp-id M --msp $MSP", 3, "",
       "next: "},
      {"tradelane query ebl:Transfer billId=1 --msp $MSP", 2, "", "next: Give --profile"},
      {"tradelane identity list $MSP", 0, "folder", ""},
      {"tradelane completion fish", 0, "complete -c tradelane", ""},
      {"tradelane package inspect profile.json", 6, "error", ""},
      {"tradelane status xyz --profile $PROFILE --msp $MSP", 2, "", "no transaction id"},
      {"tradelane doctor", 2, "", "nothing to look at"},
      {"tradelane invoke ebl:Transfer billId=1 --endorser M --profile $PROFILE --msp $MSP", 0,
       "VALID", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    const auto ran = shell.run(row.line);
    CAPTURE(ran.out);
    CAPTURE(ran.err);
    CHECK(ran.status == row.status);
    CHECK(ran.out.find(row.out) != std::string::npos);
    CHECK(ran.err.find(row.err) != std::string::npos);
    if (*row.out == '\0') CHECK(ran.out.empty());
    if (*row.err == '\0') CHECK(ran.err.empty());
  }
}

TEST_CASE("the program: a full disk behind its output is no success") {
  const Shell shell;
  for (const char* line :
       {"tradelane --help", "tradelane version", "tradelane completion bash",
        "tradelane query ebl:Transfer billId=1 --profile $PROFILE --msp $MSP",
        "tradelane invoke ebl:Transfer billId=1 --endorser M --profile $PROFILE --msp $MSP"}) {
    CAPTURE(line);
    for (const char* nowhere : {" >/dev/full", " >&-"}) {
      CAPTURE(nowhere);
      const auto ran = shell.run(std::string(line) + nowhere);
      CHECK(ran.status == 7);
      CHECK(ran.err.find("The output cannot be written") != std::string::npos);
    }
  }
  CHECK(shell.peer.submitted.size() == 2);
}

TEST_CASE("the program asks for no pass phrase, on a terminal neither") {
  const Shell shell;
  const auto& folder = shell.files.folder;
  const std::string header =
      "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0123456789ABCDEF0123456789ABCDEF\n\n"
      "AAAAAAAAAAAAAAAAAAAAAA==\n";
  folder.write("locked.key",
               "-----BEGIN EC PRIVATE KEY-----\n" + header + "-----END EC PRIVATE KEY-----\n");
  folder.write("locked.pem",
               "-----BEGIN CERTIFICATE-----\n" + header + "-----END CERTIFICATE-----\n");
  folder.write("c.json", canonical(Json::Object{{"address", "h:1"},
                                                {"dial_timeout", "1s"},
                                                {"tls_required", true},
                                                {"root_cert", folder.read("locked.pem")}}));
  const std::string at = " --peer localhost:1 --msp-id M --msp " + folder.file("msp");
  const std::string sign =
      "act sign a:B {} --subject bill/1 --seq 0 --kid k --party " + std::string(26, 'A');
  const std::vector<std::string> lines{
      sign + " --key locked.key", "query a:B --tls-roots locked.pem" + at,
      "doctor --connection c.json --server-address localhost:1",
      "package --label l --address h:1 --out p --root-cert locked.pem"};
  for (const std::string& words : lines) {
    CAPTURE(words);
    const auto ran = shell.run("export TERM=dumb; script -qec '" + test::program("tradelane") +
                               " " + words + "' /dev/null");
    CHECK(ran.status != 0);
    CHECK(ran.out.find("pass phrase:") == std::string::npos);
  }
}

TEST_CASE("the program takes the settings of `peer` and of the samples as they are") {
  const Shell shell;
  for (const char* settings :
       {"CORE_PEER_ADDRESS=$PEER CORE_PEER_LOCALMSPID=BankHMSP CORE_PEER_MSPCONFIGPATH=$MSP "
        "CORE_PEER_TLS_ENABLED=false",
        "TRADELANE_PROFILE=$PROFILE TRADELANE_MSP=$MSP",
        "TRADELANE_PROFILE=$PROFILE CERT_DIRECTORY_PATH=$MSP/signcerts"}) {
    CAPTURE(settings);
    const auto ran = shell.run("export " + std::string(settings) +
                               "; tradelane query ebl:Transfer billId=1 --output json");
    CAPTURE(ran.err);
    CHECK(ran.status == 0);
    CHECK(ran.out == canonical(test::sample_json()) + "\n");
  }
}

TEST_CASE("the program reads a profile in YAML") {
  const Shell shell;
  shell.files.folder.write("profile.yaml",
                           "# ours\nclient:\n  organization: BankH\norganizations:\n  BankH:\n"
                           "    mspid: BankHMSP\n    peers: [p]\npeers:\n  p:\n    url: grpc://" +
                               shell.peer.address() + "\n");
  CHECK(
      shell.run("tradelane query ebl:Transfer billId=1 --profile profile.yaml --msp $MSP").status ==
      0);
  shell.files.folder.write("profile.yaml", "peers: [");
  const auto broken = shell.run("tradelane query a:B --profile profile.yaml --msp $MSP");
  CHECK(broken.status == 2);
  CHECK(broken.err.find("profile.yaml: no YAML") != std::string::npos);
}

TEST_CASE("the program colours and shows progress on a terminal only, and never for NO_COLOR") {
  const Shell shell;
  const std::string query = "tradelane query ebl:Transfer billId=1 --profile $PROFILE --msp $MSP";
  // `script` gives the program a terminal and keeps what appears on it.
  const auto on_terminal = [&](const std::string& line) {
    return shell
        .run("export TERM=xterm PROFILE MSP; script -qec '" + test::program("tradelane") + " " +
             line + "' /dev/null")
        .out;
  };
  CHECK(on_terminal("query ebl:Transfer billId=1 --profile $PROFILE --msp $MSP")
            .find("asking ebl:Transfer ...") != std::string::npos);
  CHECK(on_terminal("identity list nowhere").find("\x1b[31mtradelane:") != std::string::npos);
  CHECK(shell.run(query).err.empty());
  CHECK(shell.run("tradelane identity list nowhere").err.find('\x1b') == std::string::npos);
  const auto plain = shell.run("export NO_COLOR=1 TERM=xterm; script -qec '" +
                               test::program("tradelane") + " identity list nowhere' /dev/null");
  CHECK(plain.out.find("tradelane: ") != std::string::npos);
  CHECK(plain.out.find("\x1b[31m") == std::string::npos);
}

TEST_CASE("the program packs the same bytes anywhere, and the id is that of the file") {
  const Shell shell;
  const std::string package = "tradelane package --label l_1 --address h:1 --out ";
  const auto first = shell.run(package + "a.tar.gz");
  CHECK(first.status == 0);
  CHECK(first.err.find("warning  connection.json  No TLS") == 0);
  const auto second = shell.run(
      "export TZ=Asia/Shanghai LC_ALL=C; umask 0; touch -d 1990-01-01 "
      "b.tar.gz; " +
      package + "b.tar.gz");
  CHECK(first.out == second.out);
  CHECK(first.out ==
        "l_1:" + crypto::sha256_hex(shell.files.folder.read("a.tar.gz")).text() + "\n");
  CHECK(shell.run("tar -tzf a.tar.gz").out == "metadata.json\ncode.tar.gz\n");
}

TEST_CASE("the program reads packages that others have packed") {
  const Shell shell;
  shell.files.folder.write("metadata.json", R"({"type":"ccaas","label":"l_1"})");
  shell.files.folder.write("connection.json",
                           R"({"address":"h:1","dial_timeout":"10s","tls_required":false})");
  const std::string long_name(120, 'n');
  shell.files.folder.write(long_name, "");
  for (const std::string format : {"pax", "gnu", "ustar"}) {
    CAPTURE(format);
    const std::string tar = "tar --format=" + format + " -czf ";
    const std::string more = format == "ustar" ? "" : " " + long_name;
    REQUIRE(shell
                .run(tar + "code.tar.gz connection.json" + more + " && " + tar +
                     "p.tar.gz metadata.json code.tar.gz")
                .status == 0);
    const auto ran = shell.run("tradelane package inspect p.tar.gz");
    CAPTURE(ran.out);
    CHECK(ran.status == 0);
    CHECK(ran.out.find("code       connection.json" + (more.empty() ? "" : "," + more)) !=
          std::string::npos);
  }
}
