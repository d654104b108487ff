// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/workload.hpp"

#include <charconv>
#include <stdexcept>
#include <utility>

namespace tradelane::bench {
namespace {

using Kind = Workload::Kind;

constexpr std::pair<std::string_view, Kind> kinds[] = {
    {"noop", Kind::noop},         {"pass", Kind::pass},    {"put", Kind::put},
    {"multi", Kind::multi},       {"range", Kind::range},  {"event", Kind::event},
    {"identity", Kind::identity}, {"router", Kind::router}};

std::string prefix(std::size_t slot) { return "slot" + std::to_string(slot); }

std::string row_key(std::size_t row) {
  const std::string number = std::to_string(row);
  return "row." + std::string(8 - number.size(), '0') + number;
}

}  // namespace

Workload workload_of(const std::string& name, std::size_t value_bytes) {
  const auto digits = name.find_first_of("0123456789");
  Workload out{.name = name, .value_bytes = value_bytes};
  bool known = false;
  for (const auto& [word, kind] : kinds)
    if (word == name.substr(0, digits)) {
      out.kind = kind;
      known = true;
    }
  const bool counts = out.kind == Kind::pass || out.kind == Kind::put || out.kind == Kind::multi ||
                      out.kind == Kind::range;
  if (digits != std::string::npos) {
    const auto [end, fault] =
        std::from_chars(name.data() + digits, name.data() + name.size(), out.count);
    known = known && fault == std::errc() && end == name.data() + name.size();
  }
  if (out.kind == Kind::router) out.count = 1;
  if (!known || counts != (digits != std::string::npos) || (counts && out.count == 0))
    throw std::invalid_argument("no workload is called " + name);
  return out;
}

std::vector<std::string> Workload::keys(std::size_t slot) const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    if (kind == Kind::range) {
      out.push_back(row_key(i));
    } else if (kind == Kind::router) {
      out.push_back(std::string("\0NOTE\0", 6) + prefix(slot) + std::string(1, '\0'));
    } else {
      out.push_back(prefix(slot) + "." + std::to_string(i));
    }
  }
  return out;
}

std::vector<std::string> Workload::args(std::size_t slot) const {
  switch (kind) {
    case Kind::noop:
      return {"noop"};
    case Kind::pass:
      return {"pass", std::to_string(count), prefix(slot)};
    case Kind::put:
      return {"put", std::to_string(count), prefix(slot), value()};
    case Kind::multi:
      return {"multi", std::to_string(count), prefix(slot)};
    case Kind::range:
      return {"range", "row.", "row/"};
    case Kind::event:
      return {"event", "bench", value()};
    case Kind::identity:
      return {"identity"};
    case Kind::router:
      return {"bench:Pass", R"({"note":")" + prefix(slot) + R"("})"};
  }
  return {};
}

std::string Workload::value() const {
  // Canonical JSON of the length that is wanted, or as short as it can be.
  const std::string head = R"({"schema":"tradelane.note/1","text":")";
  const std::string tail = R"("})";
  const std::size_t frame = head.size() + tail.size();
  return head + std::string(value_bytes > frame ? value_bytes - frame : 1, 'x') + tail;
}

std::size_t Workload::reads() const {
  const bool reads = kind == Kind::pass || kind == Kind::multi || kind == Kind::router;
  return reads ? count : 0;
}

std::size_t Workload::writes() const {
  const bool writes =
      kind == Kind::pass || kind == Kind::multi || kind == Kind::put || kind == Kind::router;
  return writes ? count : 0;
}

std::string Workload::answer() const {
  if (kind == Kind::range) return std::to_string(count);
  if (kind == Kind::identity) return "BenchMSP";
  return kind == Kind::router ? "" : "done";
}

}  // namespace tradelane::bench
