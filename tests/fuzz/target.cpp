// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace tradelane::fuzz {
namespace {

constexpr std::array all{
    Target{"composite_keys", composite_keys},
    Target{"creator", creator},
    Target{"grpc_frames", grpc_frames},
    Target{"http2_server", http2_server},
    Target{"json_canonical", json_canonical},
    Target{"json_reader", json_reader},
    Target{"jws", jws},
    Target{"message_codec", message_codec},
    Target{"stream", stream},
    Target{"stub_answers", stub_answers},
};

[[noreturn]] void end(const char* why, std::string_view what) {
  std::fprintf(stderr, "fuzz: %s%.*s\n", why, static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace

std::span<const Target> targets() { return all; }

const Target& find(std::string_view name) {
  const auto* at = std::find_if(all.begin(), all.end(), [&](auto& t) { return t.name == name; });
  if (at == all.end()) end("no target is called ", name);
  return *at;
}

void require(bool fact, const char* what) {
  if (!fact) end("this does not hold: ", what);
}

std::uint8_t Source::octet() {
  const std::string_view one = take(1);
  return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
}

std::string_view Source::long_piece() {
  const std::size_t high = octet();
  return take(high << 8U | octet());
}

std::string_view Source::take(std::size_t size) {
  const std::string_view out = left_.substr(0, size);
  left_.remove_prefix(out.size());
  return out;
}

}  // namespace tradelane::fuzz
