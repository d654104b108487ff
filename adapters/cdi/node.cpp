// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/node.hpp"

#include "adapters/cdi/decode.hpp"

namespace tradelane::cdi {

std::string openings_target(const evidence::EvidenceId& id) {
  std::string out = "/v1/openings?evidenceId=";
  for (const char c : id.text()) {
    if (c == '/') {
      out += "%2F";
    } else {
      out += c;
    }
  }
  return out;
}

std::vector<NodeOpening> HttpNode::openings(const evidence::EvidenceId& id) {
  const auto came = connect_()->get(openings_target(id));
  if (const auto* nothing = std::get_if<http::NoAnswer>(&came))
    throw Unavailable("the data node: " + nothing->reason);
  const auto& answer = std::get<http::Answer>(came);
  if (answer.status == 404) return {};
  if (answer.status != 200)
    throw Unavailable("the data node answers " + std::to_string(answer.status));
  auto read = decode_openings(answer.body);
  if (!read) throw Unavailable("the data node's openings have another form at " + read.error().at);
  return std::move(read->openings);
}

}  // namespace tradelane::cdi
