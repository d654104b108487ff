// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using ebl::check;
using ebl::EblWorld;

TEST_CASE_FIXTURE(EblWorld, "Get and History: B37, and the chain as it was written") {
  check(as("BKH", "Get", id), "B37", "EBL_UNKNOWN");
  check(as("BKH", "History", id), "B37", "EBL_UNKNOWN");
  deliver();
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  CHECK(as("BKH", "AcceptPledge", accept()).ok());
  const auto history = as("BKH", "History", id);
  std::string codes;
  Json previous;
  for (const Json& step : *history.payload.find("steps")->as_array()) {
    codes += *step.find("actionCode")->as_string() + " ";
    const Json* link = step.find("prevHash");
    if (previous.is_null()) {
      CHECK(link == nullptr);
    } else {
      const auto bytes = encode_record(*from_json<ebl::Step>(previous));
      CHECK(*link == Json(crypto::sha256_hex(bytes).text()));
    }
    previous = step;
  }
  CHECK(codes == "ISSUE TRANSFER_OFFERED TRANSFER PLEDGE_OFFERED PLEDGED ");
}

TEST_CASE_FIXTURE(EblWorld, "Get: the document for those whose organisation keeps it") {
  issue();
  const Json open = test::with(id, "open", true);
  CHECK(as("EXP", "Get", open).payload.find("issuance") != nullptr);
  CHECK(as("CAR", "Get", open).payload.find("issuance") != nullptr);
  CHECK(as("BKH", "Get", open).payload.find("issuance") == nullptr);
  CHECK(as("EXP", "Get", id).payload.find("issuance") == nullptr);
}
