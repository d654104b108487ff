// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/options.hpp"

#include <algorithm>

#include "chaincode/server/limit_options.hpp"
#include "chaincode/server/process_options.hpp"

namespace tradelane::server {
namespace {

struct Part {
  const char* group;
  std::vector<Option> (*options)();
};

constexpr Part parts[] = {
    {"Who and where", identity_options},
    {"TLS", tls_options},
    {"Operation", operation_options},
    {"Transactions", run_options},
    {"Of one transaction; beyond a limit it fails alone", transaction_options},
    {"Connections", transport_options}};

std::vector<Option> make_options() {
  std::vector<Option> all;
  for (const Part& part : parts)
    for (Option& option : part.options()) {
      option.group = part.group;
      all.push_back(std::move(option));
    }
  return all;
}

}  // namespace

const std::vector<Option>& options() {
  static const std::vector<Option> all = make_options();
  return all;
}

const Option* find_option(const std::string& name) {
  const auto at = std::find_if(options().begin(), options().end(),
                               [&](const Option& option) { return option.name == name; });
  return at == options().end() ? nullptr : &*at;
}

Error unknown_key(const std::string& name) {
  return refuse(Code::arg_malformed, "",
                shown(name) + " is no key of the configuration; --help lists them");
}

}  // namespace tradelane::server
