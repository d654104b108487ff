// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/opening.hpp"

#include "adapters/cli/input.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/problem.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/crypto/random.hpp"

namespace tradelane::cli {

namespace {

constexpr std::size_t salt_bytes = 32;

}  // namespace

Opening make_opening(std::string_view name, const Json& value, std::string_view salt) {
  Json::Object object{{"salt", to_base64url(salt)}};
  object.emplace(name, value);
  Opening opening{.bytes = canonical(object)};
  opening.commitment = crypto::sha256_hex(opening.bytes);
  return opening;
}

void run(const Commit& command, std::ostream& out) {
  Json::Object commitments;
  Json::Object transient;
  for (const std::string& item : command.values) {
    const std::size_t equals = item.find('=');
    const std::string name = item.substr(0, equals);
    if (name == "salt")
      throw Problem(Exit::bad_input, "No value may be called salt: each opening has one.",
                    "Choose another name.");
    if (equals == std::string::npos || name.empty())
      throw Problem(Exit::bad_input, "A value has no name: it must be NAME=JSON or NAME=@FILE.",
                    "Give for example identity=@identity.json.");
    const Opening opening =
        make_opening(name, read_json(item.substr(equals + 1), "the value of " + name),
                     crypto::random_bytes(salt_bytes));
    if (!commitments.emplace(name, opening.commitment.text()).second)
      throw Problem(Exit::bad_input, "A name is given twice: " + name, "Leave one out.");
    transient.emplace(opening.commitment.text(), opening.bytes);
  }
  print(out, Json::Object{{"commitments", commitments}, {"transient", transient}}, Output::json);
}

}  // namespace tradelane::cli
