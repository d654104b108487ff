// SPDX-License-Identifier: Apache-2.0
// bench_toy_server [WORKERS]: the benchmark's functions on the shim alone, as toy.mjs has them on
// Fabric's shim for Node.
#include <unistd.h>

#include "tests/bench/shim/servers/environment.hpp"

using namespace tradelane;
using shim::Response;
using shim::Stub;

namespace {

std::vector<std::string> keys(const Stub& stub) {
  const auto parameters = stub.parameters();
  const std::size_t count = std::stoul(std::string(parameters[0]));
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(std::string(parameters[1]) + "." + std::to_string(i));
  return out;
}

Response done() { return Response::success("done"); }

Response pass(Stub& stub) {
  for (const std::string& key : keys(stub)) stub.put(key, stub.get(key).value());
  return done();
}

Response put(Stub& stub) {
  for (const std::string& key : keys(stub)) stub.put(key, Bytes(stub.parameters()[2]));
  return done();
}

Response multi(Stub& stub) {
  const auto wanted = keys(stub);
  auto values = stub.get_all(wanted);
  for (std::size_t i = 0; i < wanted.size(); ++i) stub.put(wanted[i], std::move(values[i]).value());
  return done();
}

Response range(Stub& stub) {
  std::size_t rows = 0;
  stub.range(stub.parameters()[0], stub.parameters()[1], [&](std::string_view, const Bytes&) {
    ++rows;
    return true;
  });
  return Response::success(std::to_string(rows));
}

Response event(Stub& stub) {
  stub.set_event(std::string(stub.parameters()[0]), Bytes(stub.parameters()[1]));
  return done();
}

Response identity(Stub& stub) {
  const auto creator = stub.identity();
  if (!creator) return Response::refusal(403, creator.error().message());
  return Response::success((*creator)->msp);
}

class Toy : public shim::Chaincode {
 public:
  Response invoke(Stub& stub) const override {
    const std::string_view what = stub.function();
    if (what == "noop") return done();
    if (what == "pass") return pass(stub);
    if (what == "put") return put(stub);
    if (what == "multi") return multi(stub);
    if (what == "range") return range(stub);
    if (what == "event") return event(stub);
    if (what == "identity") return identity(stub);
    return Response::refusal(404, "unknown");
  }
};

}  // namespace

int main(int argc, char** argv) {
  return bench::serve_forever([&] {
    Log log(STDERR_FILENO, LogLevel::error);
    const Toy toy;
    shim::Settings settings{.package_id = bench::environment("CHAINCODE_ID")};
    if (argc > 1) settings.workers = static_cast<unsigned>(std::stoul(argv[1]));
    shim::Server server(toy, settings, {{.listener = bench::environment_listener()}},
                        shim::http2::Limits{}, log);
    if (const auto started = server.start(); !started)
      throw std::runtime_error(started.error().message());
    ::pause();
  });
}
