// SPDX-License-Identifier: Apache-2.0
// bench_toy_server [WORKERS]: the benchmark's functions on the shim alone.
#include <unistd.h>

#include "chaincode/crypto/identity_cache.hpp"
#include "tests/bench/shim/servers/environment.hpp"

using namespace tradelane;
using ledger::Changes;
using ledger::Outcome;

namespace {

class Toy : public ledger::Chaincode {
 public:
  Outcome invoke(const ledger::Invocation& call, ledger::ReadView& view) const override {
    const std::string& what = call.args.at(0);
    Outcome out{.payload = "done"};
    if (what == "pass") {
      for (const std::string& key : keys(call)) put(out, key, view.get(key).value());
    } else if (what == "put") {
      for (const std::string& key : keys(call)) put(out, key, call.args.at(3));
    } else if (what == "multi") {
      multi(out, keys(call), view);
    } else if (what == "range") {
      std::size_t rows = 0;
      view.range(call.args.at(1), call.args.at(2), [&](std::string_view, const Bytes&) {
        ++rows;
        return true;
      });
      out.payload = std::to_string(rows);
    } else if (what == "event") {
      out.changes.set_event(call.args.at(1), call.args.at(2));
    } else if (what == "identity") {
      const auto identity = identities_.find_or_parse(call.msp, call.certificate);
      if (!identity) return {.status = 403};
      out.payload = call.msp;
    } else if (what != "noop") {
      return {.status = 404};
    }
    return out;
  }

 private:
  static std::vector<std::string> keys(const ledger::Invocation& call) {
    std::vector<std::string> out;
    const std::size_t count = std::stoul(call.args.at(1));
    for (std::size_t i = 0; i < count; ++i)
      out.push_back(call.args.at(2) + "." + std::to_string(i));
    return out;
  }
  static void put(Outcome& out, const std::string& key, Bytes value) {
    out.changes.write({"", key}, {Changes::Kind::put, std::move(value)});
  }
  static void multi(Outcome& out, const std::vector<std::string>& keys, ledger::ReadView& view) {
    auto values = view.get_all(keys);
    for (std::size_t i = 0; i < keys.size(); ++i) put(out, keys[i], std::move(values[i]).value());
  }

  crypto::IdentityCache identities_;
};

}  // namespace

int main() {
  return bench::serve_forever([] {
    Log log(STDERR_FILENO, LogLevel::error);
    const Toy toy;
    shim::Server server(toy, {.package_id = bench::environment("CHAINCODE_ID")},
                        bench::environment_listener(), shim::http2::Limits{}, log);
    if (const auto started = server.start(); !started)
      throw std::runtime_error(started.error().message());
    ::pause();
  });
}
