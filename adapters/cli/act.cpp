// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/act.hpp"

#include <algorithm>
#include <array>
#include <ostream>

#include "adapters/cli/input.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/pem.hpp"
#include "adapters/cli/problem.hpp"
#include "chaincode/contract/act.hpp"
#include "chaincode/crypto/private_key.hpp"

namespace tradelane::cli {

namespace {

constexpr std::int64_t day_s = 24 * 60 * 60;

[[noreturn]] void bad(const std::string& message, const std::string& next) {
  throw Problem(Exit::bad_input, message, next);
}

/// A signature over another name would verify nowhere.
void check_transaction(std::string_view transaction) {
  const auto colon = transaction.find(':');
  if (colon == 0 || colon >= transaction.size() - 1)
    bad("That is no transaction.", "Give contract:Transaction, such as ebl:Transfer.");
}

void check_subject(std::string_view subject) {
  constexpr std::array<std::string_view, 5> kinds{"party/", "consent/", "bill/", "loan/",
                                                  "payment/"};
  const bool known = std::any_of(kinds.begin(), kinds.end(), [&](std::string_view kind) {
    return subject.starts_with(kind) && subject.size() > kind.size();
  });
  if (!known)
    bad("The subject is of no known kind.",
        "Give party/ID, consent/ID, bill/ID, loan/ID or payment/UETR.");
}

contract::ActStatement statement_of(const ActSign& command, Timestamp now) {
  check_transaction(command.transaction);
  check_subject(command.subject);
  if (command.kid.empty()) bad("--kid is empty.", "Give the id of a key in the party's record.");
  const auto party = PartyId::parse(command.party);
  if (!party) bad("The party id is malformed.", "Give 26 digits or capital letters.");
  const auto not_after =
      command.not_after.empty() ? now.plus_seconds(day_s) : Timestamp::parse(command.not_after);
  if (!not_after) bad("--not-after is malformed.", "Give it like 2026-03-05T08:00:00Z.");
  contract::ActStatement statement{.args = read_json(command.args, "the argument object"),
                                   .chaincode = command.chaincode,
                                   .channel = command.channel,
                                   .kid = command.kid,
                                   .not_after = *not_after,
                                   .party = *party,
                                   .seq = command.seq,
                                   .subject = command.subject,
                                   .transaction = command.transaction};
  if (statement.args.as_object() == nullptr)
    bad("The argument object is not a JSON object.", "Give the one that will be sent.");
  add_commitments(statement.args, command.openings);
  return statement;
}

crypto::PrivateKey key_from(const std::string& path) {
  if (path.empty())
    bad("--key is required.", "Give --key FILE, or --bytes for a device that signs.");
  auto key = read_key(read_file(path), path);
  switch (key.kind()) {
    case crypto::KeyKind::p256:
    case crypto::KeyKind::sm2:
    case crypto::KeyKind::ed25519:
      return key;
    case crypto::KeyKind::p384:
    case crypto::KeyKind::p521:
    case crypto::KeyKind::rsa:
      break;
  }
  bad("Acts are signed with ES256, EdDSA or SM2.", "Use a key on P-256, SM2 or Ed25519.");
}

}  // namespace

void run(const ActSign& command, Timestamp now, std::ostream& out) {
  const contract::ActStatement statement = statement_of(command, now);
  const Bytes bytes = contract::act_bytes(statement);
  if (command.bytes_only) {
    out << bytes;
    out.flush();
    return;
  }
  const crypto::PrivateKey key = key_from(command.key);
  const Bytes signature = key.sign(crypto::natural_algorithm(key.kind()), bytes);
  const contract::Signature detached{.party = statement.party,
                                     .kid = statement.kid,
                                     .seq = statement.seq,
                                     .not_after = statement.not_after,
                                     .sig = to_base64url(signature)};
  print(out, to_json(detached), Output::json);
}

}  // namespace tradelane::cli
