// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/act.hpp"

namespace tradelane::contract {

Json signed_part(const Json& args) {
  Json out = args;
  if (Json::Object* object = out.as_object()) {
    object->erase("signatures");
    object->erase("relay");
  }
  return out;
}

Bytes act_bytes(const ActStatement& statement) {
  return canonical(Json::Object{{"act", "tradelane.act/1"},
                                {"args", signed_part(statement.args)},
                                {"chaincode", statement.chaincode},
                                {"channel", statement.channel},
                                {"kid", statement.kid},
                                {"notAfter", statement.not_after.text()},
                                {"party", statement.party.text()},
                                {"seq", statement.seq},
                                {"subject", statement.subject},
                                {"transaction", statement.transaction}});
}

Bytes act_identity(const Json& args, std::int64_t seq, std::string_view subject,
                   std::string_view transaction) {
  return canonical(Json::Object{{"args", signed_part(args)},
                                {"seq", seq},
                                {"subject", subject},
                                {"transaction", transaction}});
}

}  // namespace tradelane::contract
