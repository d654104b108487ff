// SPDX-License-Identifier: Apache-2.0
// bench_router_server: one trivial contract on all of the layers that a real one has: router,
// invariants, identity, canonical JSON, log, operations port.
#include <chrono>

#include <unistd.h>

#include "chaincode/contract/router.hpp"
#include "chaincode/operations/port.hpp"
#include "tests/bench/shim/servers/environment.hpp"

using namespace tradelane;

namespace {

struct Note {
  static constexpr std::string_view name = "Note";
  static constexpr std::string_view schema = "tradelane.note/1";
  std::string text = {};
  static constexpr auto fields() { return listing(field("text", &Note::text)); }
};
struct Pass {
  static constexpr std::string_view name = "Pass";
  std::string note = {};
  static constexpr auto fields() { return listing(field("note", &Pass::note)); }
};

Result<ledger::Changes> pass(const Pass& in, const contract::Context& tx) {
  const ledger::Key<Note> key("NOTE", {in.note});
  const auto note = tx.ledger.find(key);
  if (!note) return refuse(Code::ebl_unknown, "B1");
  return ledger::Changes{}.put(key, *note).emit({.type = "bench.Pass", .id = in.note});
}

bool has_text(const std::optional<Note>&, const std::optional<Note>& after) {
  return !after || !after->text.empty();
}

contract::Router router() {
  return contract::Router(
      {{.name = "bench",
        .transactions = {contract::on<Pass>("Pass", contract::who::anyone(), pass)},
        .invariants = {contract::on_each<Note>("B2", "NOTE", has_text)}}});
}

}  // namespace

int main() {
  return bench::serve_forever([] {
    Log log(STDERR_FILENO, LogLevel::info);
    const auto contracts = router();
    shim::Server server(contracts, {.package_id = bench::environment("CHAINCODE_ID")},
                        bench::environment_listener(), shim::http2::Limits{}, log);
    if (const auto started = server.start(); !started)
      throw std::runtime_error(started.error().message());
    operations::Port port("127.0.0.1", 0,
                          {{"/healthz", [] { return operations::Answer{.body = "ok\n"}; }}}, log);
    if (const auto started = port.start(); !started)
      throw std::runtime_error(started.error().message());
    ::pause();
  });
}
