// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/script.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/fuzz/target.hpp"

namespace tradelane::fuzz {
namespace {

using shim::Stub;

constexpr int most_steps = 16;

/// Mostly one that may be used.
std::string_view name(Source& source) {
  static constexpr std::array<std::string_view, 4> usual{"a", "b", "key", "collection"};
  const std::size_t choice = source.below(usual.size() + 1);
  return choice < usual.size() ? usual.at(choice) : source.piece();
}

std::vector<std::string> names(Source& source) {
  std::vector<std::string> out(source.below(4));
  for (std::string& one : out) one = name(source);
  return out;
}

void check(const std::optional<Bytes>& value) {
  require(!value || !value->empty(), "a value is never empty");
}

void check(const std::vector<std::optional<Bytes>>& values, std::size_t keys) {
  require(values.size() == keys, "there are as many values as keys");
  for (const auto& value : values) check(value);
}

/// Takes some rows and leaves the rest to the stub.
template <class Rows>
void take(Rows rows, Source& source) {
  for (std::size_t left = source.below(8); left > 0 && rows.next(); --left) {
  }
  if (source.below(2) == 0) rows.close();
  (void)rows.may_be_truncated();
}

void read_public(Stub& stub, Source& source) {
  const std::string_view key = name(source);
  check(stub.get(key));
  check(stub.get(key));
}

void read_several(Stub& stub, Source& source) {
  const auto keys = names(source);
  check(stub.get_all(keys), keys.size());
}

void read_private(Stub& stub, Source& source) {
  const std::string_view collection = name(source);
  check(stub.get_private(collection, name(source)));
  const auto keys = names(source);
  check(stub.get_all_private(collection, keys), keys.size());
  check(stub.private_hash(collection, name(source)));
}

void write_public(Stub& stub, Source& source) {
  const std::string_view key = name(source);
  stub.put(key, Bytes(source.piece()));
  stub.del(name(source));
}

void write_private(Stub& stub, Source& source) {
  const std::string_view collection = name(source);
  const std::string_view key = name(source);
  stub.put_private(collection, key, Bytes(source.piece()));
  stub.del_private(collection, name(source));
  stub.purge_private(collection, name(source));
}

void use_policy(Stub& stub, Source& source) {
  const shim::StatePlace place{.collection = source.below(2) == 0 ? "" : name(source),
                               .key = name(source)};
  check(stub.validation_parameter(place));
  stub.set_validation_parameter(place, Bytes(source.piece()));
}

void look_through(Stub& stub, Source& source) {
  std::size_t left = source.below(8);
  const std::string_view start = name(source);
  stub.range(start, name(source),
             [&](std::string_view, const Bytes&) { return left > 0 && left-- > 0; });
}

void query(Stub& stub, Source& source) {
  const std::string_view one = name(source);
  switch (source.below(7)) {
    case 0:
      return take(stub.query_range(one, name(source)), source);
    case 1:
      return take(stub.query_composite(one, names(source)), source);
    case 2:
      return take(stub.query_rich(one), source);
    case 3:
      return take(stub.history(one), source);
    case 4: {
      const std::string_view collection = name(source);
      return take(stub.query_private_range(collection, one, name(source)), source);
    }
    case 5: {
      const std::string_view collection = name(source);
      return take(stub.query_private_composite(collection, one, names(source)), source);
    }
    default:
      return take(stub.query_private_rich(name(source), one), source);
  }
}

void page(Stub& stub, Source& source) {
  const shim::PageRequest page{.size = source.octet(), .bookmark = name(source)};
  const std::string_view one = name(source);
  switch (source.below(4)) {
    case 0:
      return take(stub.page_range(one, name(source), page).rows, source);
    case 1:
      return take(stub.page_composite(one, names(source), page).rows, source);
    case 2:
      return take(stub.page_all_composite(page).rows, source);
    default:
      return take(stub.page_rich(one, page).rows, source);
  }
}

void call_another(Stub& stub, Source& source) {
  const shim::ChaincodePlace callee{.chaincode = std::string(name(source)),
                                    .channel = std::string(name(source))};
  const std::vector<Bytes> args = names(source);
  const bool is_tolerant = source.below(2) == 0;
  const shim::Response answer =
      is_tolerant ? stub.try_invoke_chaincode(callee, args) : stub.invoke_chaincode(callee, args);
  require(is_tolerant || answer.is_success(), "a call that returns has succeeded");
}

void look_at_proposal(Stub& stub, Source&) {
  (void)stub.called_via();
  (void)stub.time();
  (void)stub.transient();
  (void)stub.binding();
  (void)stub.identity();
}

void set_event(Stub& stub, Source& source) {
  const std::string_view event = name(source);
  stub.set_event(std::string(event), Bytes(source.piece()));
}

using Step = void (*)(Stub&, Source&);
constexpr std::array<Step, 11> steps{read_public,   read_several, read_private, write_public,
                                     write_private, use_policy,   look_through, query,
                                     page,          call_another, set_event};

shim::Response end(Stub& stub, Source& source, std::size_t how) {
  switch (how % 6) {
    case 0:
      return shim::Response::refusal(409, std::string(name(source)));
    case 1:
      throw std::runtime_error(std::string(source.piece()));
    case 2:
      throw 7;
    case 3:
      return {.status = source.octet() * 3, .message = std::string(name(source))};
    case 4:
      look_at_proposal(stub, source);
      [[fallthrough]];
    default:
      return shim::Response::success(Bytes(source.piece()));
  }
}

}  // namespace

shim::Response run_script(Stub& stub, std::string_view script) {
  Source source(script);
  const std::size_t how = source.octet();
  const bool goes_on = how >= 128;
  for (int i = 0; i < most_steps && !source.empty(); ++i) {
    const Step step = steps.at(source.below(steps.size()));
    try {
      step(stub, source);
    } catch (const std::exception&) {
      if (!goes_on) throw;
    }
  }
  return end(stub, source, how);
}

}  // namespace tradelane::fuzz
