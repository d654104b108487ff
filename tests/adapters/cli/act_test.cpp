// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/act.hpp"

#include "chaincode/contract/act.hpp"
#include "chaincode/crypto/private_key.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using crypto::KeyKind;
using test::json;

namespace {

const Timestamp now = *Timestamp::parse("2026-03-05T08:00:00Z");
const std::string party(26, 'E');

cli::ActSign transfer(const std::string& key) {
  return {.transaction = "ebl:Transfer",
          .args = R"({"billId":"HLCU/B1/1","to":"X","relay":{"copies":[]},"signatures":[]})",
          .subject = "bill/HLCU/B1/1",
          .seq = 1,
          .party = party,
          .kid = "exp-1",
          .key = key,
          .channel = "trade",
          .chaincode = "tradelane"};
}

std::string output_of(const cli::ActSign& command) {
  std::ostringstream out;
  cli::run(command, now, out);
  return out.str();
}

// Composed by hand: what the contract will verify.
const std::string expected_bytes =
    R"({"act":"tradelane.act/1","args":{"billId":"HLCU/B1/1","to":"X"},"chaincode":"tradelane",)"
    R"("channel":"trade","kid":"exp-1","notAfter":"2026-03-06T08:00:00Z","party":")" +
    party + R"(","seq":1,"subject":"bill/HLCU/B1/1","transaction":"ebl:Transfer"})";

}  // namespace

TEST_CASE("an act is signed with each kind of key, over the bytes that the contract verifies") {
  const test::TempFolder folder;
  for (const KeyKind kind : {KeyKind::p256, KeyKind::sm2, KeyKind::ed25519}) {
    CAPTURE(static_cast<int>(kind));
    const auto key = crypto::PrivateKey::generate(kind);
    folder.write("key.pem", key.pem());
    const auto signature =
        from_json<contract::Signature>(json(output_of(transfer(folder.file("key.pem")))));
    REQUIRE(signature);
    CHECK(signature->party.text() == party);
    CHECK(signature->kid == "exp-1");
    CHECK(signature->seq == 1);
    CHECK(signature->not_after.text() == "2026-03-06T08:00:00Z");
    const auto sig = from_base64url(signature->sig);
    REQUIRE(sig);
    CHECK(sig->size() == 64);
    CHECK(crypto::verify(crypto::natural_algorithm(kind), key.public_key(), expected_bytes, *sig));
  }
}

TEST_CASE("the bytes alone, for a device that signs, need a readable statement only") {
  cli::ActSign command = transfer("");
  command.bytes_only = true;
  CHECK(output_of(command) == expected_bytes);
  command.not_after = "2027-01-01T00:00:00Z";
  CHECK(output_of(command).find("2027-01-01T00:00:00Z") != std::string::npos);
}

TEST_CASE("commitments of openings are part of the act") {
  const test::TempFolder folder;
  folder.write("o.json", R"({"commitments":{"terms":"ab"},"transient":{"ab":"x"}})");
  cli::ActSign command = transfer("");
  command.bytes_only = true;
  command.openings = {folder.file("o.json")};
  CHECK(output_of(command).find(R"("commitments":{"terms":"ab"})") != std::string::npos);
}

TEST_CASE("acts that cannot be signed") {
  const test::TempFolder folder;
  folder.write("good.pem", crypto::PrivateKey::generate(KeyKind::p256).pem());
  folder.write("p384.pem", crypto::PrivateKey::generate(KeyKind::p384).pem());
  folder.write("bad.pem", "no key");
  const std::string good = folder.file("good.pem");
  struct Row {
    std::string cli::ActSign::*member;
    std::string value;
    const char* message;
  };
  const Row rows[] = {
      {&cli::ActSign::transaction, "Transfer", "no transaction"},
      {&cli::ActSign::transaction, ":Transfer", "no transaction"},
      {&cli::ActSign::transaction, "ebl:", "no transaction"},
      {&cli::ActSign::kid, "", "--kid is empty"},
      {&cli::ActSign::subject, "bill/", "subject"},
      {&cli::ActSign::subject, "ship/1", "subject"},
      {&cli::ActSign::party, "short", "party id"},
      {&cli::ActSign::not_after, "tomorrow", "--not-after"},
      {&cli::ActSign::args, "[]", "not a JSON object"},
      {&cli::ActSign::args, "{", "the argument object cannot be taken: not JSON"},
      {&cli::ActSign::key, folder.file("p384.pem"), "ES256, EdDSA or SM2"},
      {&cli::ActSign::key, folder.file("bad.pem"), "holds no key"},
      {&cli::ActSign::key, folder.file("missing.pem"), "cannot be read"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.message);
    cli::ActSign command = transfer(good);
    command.*row.member = row.value;
    test::check_bad_input([&] { output_of(command); }, row.message);
  }
}
