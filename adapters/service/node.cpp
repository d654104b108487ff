// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/node.hpp"

namespace tradelane::service {

void add_keys(Keys& keys, Node& node) {
  keys.add_text("node", "URL", "the data node: https://host:port, or http:// on loopback",
                node.url);
  keys.add_text("node-roots", "FILE", "authorities of the node's certificate, PEM; with https",
                node.roots);
  keys.add_text("node-certificate", "FILE", "our certificate for the node, PEM; with its key",
                node.certificate);
  keys.add_text("node-key", "FILE", "its key, PEM", node.key);
  keys.add_text("node-token", "FILE", "a Bearer token for the node", node.token);
}

Result<> check(const Node& node) {
  if (node.url.empty()) return refuse(Code::arg_malformed, "", "node: it is missing; see --help");
  return Done{};
}

http::ClientOptions client_options(const Node& node) {
  return {.url = node.url,
          .roots_file = node.roots,
          .certificate_file = node.certificate,
          .key_file = node.key,
          .token_file = node.token};
}

}  // namespace tradelane::service
