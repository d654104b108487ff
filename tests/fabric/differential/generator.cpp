// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/differential/generator.hpp"

#include <random>

#include "tests/fabric/differential/requests.hpp"

namespace tradelane::differential {
namespace {

constexpr int keys_of_a_space = 6;
constexpr int rows_of_a_space = 130;
constexpr std::size_t large_value = 16 * 1024;
// Peers take keys of any length that their database does; this is far beyond what anybody uses.
constexpr std::size_t oversized_key = 70'000;

std::string digits(int number, std::size_t width) {
  const std::string out = std::to_string(number);
  return std::string(width - std::min(width, out.size()), '0') + out;
}

class Generator {
 public:
  explicit Generator(const Space& space)
      : space_(space),
        random_(space.seed * 1'000'003 + static_cast<std::uint64_t>(space.number)),
        prefix_("s" + digits(space.number, 3) + "~") {}

  std::vector<Step> steps() {
    fill_rows();
    const int total = space_.submits + space_.evaluates;
    int submits = static_cast<int>(out_.size());
    for (int i = submits; i < total; ++i) {
      const bool writes = below(total) < space_.submits && submits < space_.submits;
      if (writes) {
        submits += add_submit();
      } else {
        add(Step::Kind::evaluate, evaluation());
      }
    }
    return std::move(out_);
  }

 private:
  using Script = std::vector<Message>;

  int below(int end) { return static_cast<int>(random_() % static_cast<std::uint64_t>(end)); }
  bool one_in(int count) { return below(count) == 0; }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
  }
  bool is_modern() const { return space_.line == fabric::Line::v3_1; }

  std::string key() { return prefix_ + "k" + std::to_string(below(keys_of_a_space)); }
  std::string row() { return prefix_ + "r" + digits(below(rows_of_a_space + 20), 3); }
  std::string composite() { return std::string("\0doc\0", 5) + key() + std::string("\0", 1); }
  std::string implicit(const std::string& msp) const { return "_implicit_org_" + msp; }
  std::string collection() {
    if (one_in(25)) return one_of<std::string>({"nosuch", "_implicit_org_NoMSP", "_implicit_org_"});
    return implicit(one_of<std::string>({space_.first, space_.second}));
  }
  At place() {
    if (one_in(3)) return {.collection = collection(), .key = key()};
    return {.key = one_in(6) ? row() : one_in(10) ? composite() : key()};
  }
  /// What no contract of ours would ever ask for.
  At odd_place() {
    const std::vector<Bytes> odd{space_.number == 0 ? "" : "~" + prefix_,
                                 "\xff\xfe" + prefix_,
                                 std::string(oversized_key, 'k') + prefix_,
                                 std::string("\0", 1) + prefix_,
                                 "_" + prefix_,
                                 prefix_ + "\xf4\x8f\xbf\xbf"};
    return {.collection = one_in(3) ? collection() : "", .key = one_of(odd)};
  }
  Bytes value() {
    if (one_in(12)) return {};
    if (one_in(60)) return Bytes(large_value, static_cast<char>('a' + below(20)));
    return "v" + std::to_string(random_() % 1'000'000);
  }

  Rows range() {
    if (one_in(2)) return {.start = prefix_ + "k", .end = prefix_ + "l"};
    if (one_in(8)) return {.start = row(), .end = row()};
    if (one_in(8)) return {.start = composite(), .end = composite() + "\xf4\x8f\xbf\xbf"};
    return {.start = prefix_ + "r", .end = prefix_ + "s"};
  }

  void add_rows(Script& out) {
    Rows wanted = range();
    if (one_in(3)) wanted.page_size = 1 + below(140);
    if (wanted.page_size != 0 && one_in(3)) wanted.bookmark = row();
    if (one_in(6)) wanted = {.collection = collection(), .start = prefix_, .end = prefix_ + "z"};
    out.push_back(rows(wanted));
    for (int i = below(4); i > 0; --i) out.push_back(next_rows());
    if (one_in(3)) out.push_back(close_rows());
  }

  /// What a called chaincode does: nothing whose answer tells versions, which are hidden in there.
  Message call() {
    Script script;
    for (int i = below(3); i > 0; --i) {
      switch (below(4)) {
        case 0:
          script.push_back(get({.key = key()}));
          break;
        case 1:
          script.push_back(rows({.start = prefix_ + "k", .end = prefix_ + "l"}));
          break;
        default:
          script.push_back(put({.key = key()}, value()));
      }
    }
    const auto target = one_of<std::string>(
        {space_.callee, space_.callee, space_.callee, space_.callee + ":7/" + space_.channel,
         space_.chaincode, "nosuch", space_.callee + "/nosuch"});
    const Message last = one_in(5)   ? failed("the callee fails on purpose")
                         : one_in(4) ? completed(409, "TOY_REFUSED: no")
                         : one_in(4) ? completed_with_event(200, "lost", key())
                                     : completed(200);
    return invoke(target, script, last);
  }

  void add_read(Script& out) {
    if (one_in(12)) return out.push_back(call());
    switch (below(12)) {
      case 0:
        return out.push_back(get_hash(place()));
      case 1:
        return out.push_back(get_metadata(place()));
      case 2:
        return out.push_back(history(key()));
      case 3:
      case 4:
      case 5:
        return add_rows(out);
      case 6:
        if (is_modern())
          return out.push_back(get_many(one_in(4) ? collection() : "", {key(), row(), key()}));
        return out.push_back(get(place()));
      case 7:
        if (one_in(4)) return out.push_back(rich_query("{\"selector\":{}}"));
        return out.push_back(one_in(3) ? get(odd_place()) : get(place()));
      default:
        return out.push_back(get(place()));
    }
  }

  Bytes policy() {
    if (one_in(8)) return {};
    return one_of<Bytes>({key_policy(1, {space_.first}), key_policy(1, {space_.second}),
                          key_policy(1, {space_.first, space_.second}),
                          key_policy(2, {space_.first, space_.second})});
  }

  void add_write(Script& out) {
    if (one_in(10)) return out.push_back(call());
    switch (below(14)) {
      case 0:
      case 1:
        return out.push_back(erase(place()));
      case 2:
        return out.push_back(purge({.collection = collection(), .key = key()}));
      case 3:
        return out.push_back(put_metadata(place(), "VALIDATION_PARAMETER", policy()));
      case 4:
        if (one_in(2)) return out.push_back(put(odd_place(), value()));
        return out.push_back(erase(odd_place()));
      case 5:
        if (is_modern())
          return out.push_back(batch(
              {put({.key = key()}, value()), erase({.key = row()}), put({.key = row()}, value())}));
        return out.push_back(put(place(), value()));
      default:
        return out.push_back(put(place(), value()));
    }
  }

  Message end() {
    if (one_in(10)) return failed("the probe fails on purpose: " + key());
    if (one_in(8)) {
      const int status = one_of<int>({0, 199, 299, 300, 399, 400, 404, 409, 499, 500, 503});
      return one_in(2) ? completed(status, "TOY_REFUSED: \xc3\xbc " + key())
                       : completed_with_event(status, "probe.v1", key());
    }
    if (one_in(3)) return completed_with_event(200, one_in(10) ? "" : "probe.v1", value());
    return completed(200, one_in(4) ? "fine" : "");
  }

  Act act(const Script& script, const Message& last, const Endorsers& asked) {
    gateway::Call call{.channel = space_.channel,
                       .chaincode = space_.chaincode,
                       .function = "probe",
                       .args = probe_arguments(script, last),
                       .organisations = asked};
    return {
        .msp = one_in(2) ? space_.first : space_.second,
        .call = std::move(call),
        .where = "space " + std::to_string(space_.number) + " step " + std::to_string(out_.size())};
  }

  /// What is asked for that is not there.
  void mislead(Act& act) {
    if (one_in(60)) act.call.chaincode = "nosuch";
    if (one_in(60)) act.call.channel = "nosuch";
    if (one_in(60)) act.call.args.clear();
    if (one_in(20)) act.call.transient.emplace("secret", key());
  }

  Act evaluation() {
    Script script;
    for (int i = 1 + below(3); i > 0; --i) add_read(script);
    if (one_in(8)) add_write(script);
    if (one_in(16)) add_read(script);
    const auto asked = one_of<Endorsers>({{},
                                          {},
                                          {},
                                          {space_.first},
                                          {space_.second},
                                          {space_.second, space_.first},
                                          {"NoMSP"},
                                          {space_.second, "NoMSP"}});
    Act out = act(script, end(), asked);
    mislead(out);
    return out;
  }

  Endorsers endorsers() {
    if (!one_in(3)) return {space_.first, space_.second};
    return one_of<Endorsers>({{},
                              {},
                              {},
                              {space_.first},
                              {space_.first},
                              {space_.second},
                              {space_.second, space_.first},
                              {space_.first, "NoMSP"}});
  }

  Act transaction() {
    Script script;
    for (int i = below(3); i > 0; --i) add_read(script);
    for (int i = 1 + below(3); i > 0; --i) add_write(script);
    if (one_in(10)) add_read(script);
    Act out = act(script, end(), endorsers());
    mislead(out);
    return out;
  }

  /// Reads and writes the same few keys without private data or policies: what becomes of two of
  /// these must not depend on whether they share a block.
  Act contender() {
    Script script;
    if (one_in(2)) script.push_back(get({.key = key()}));
    if (one_in(2)) script.push_back(rows({.start = prefix_ + "k", .end = prefix_ + "l"}));
    // Not a deletion: of a key that is not there it matters within a block only.
    script.push_back(put({.key = key()}, "v" + std::to_string(random_() % 1'000'000)));
    return act(script, completed_with_event(200, "probe.v1", key()), {space_.first, space_.second});
  }

  void add(Step::Kind kind, Act first, Act second = {}) {
    out_.push_back({.kind = kind, .act = std::move(first), .other = std::move(second)});
  }

  int add_submit() {
    // Seldom: a gateway reconnects afterwards, and everybody waits.
    if (one_in(24)) {
      add(Step::Kind::propose_again, transaction());
      return 1;
    }
    switch (below(8)) {
      case 0:
        add(Step::Kind::submit_twice, transaction());
        return 1;
      case 1:
        add(Step::Kind::together, contender(), contender());
        return 2;
      default:
        add(Step::Kind::submit, transaction());
        return 1;
    }
  }

  /// More rows than a peer gives at once, and private values of both.
  void fill_rows() {
    Script script;
    for (int i = 0; i < rows_of_a_space; ++i)
      script.push_back(put({.key = prefix_ + "r" + digits(i, 3)}, std::to_string(i)));
    for (const std::string& msp : {space_.first, space_.second})
      script.push_back(put({.collection = implicit(msp), .key = prefix_ + "k0"}, "secret"));
    add(Step::Kind::submit, act(script, completed(200), {space_.first, space_.second}));
  }

  const Space space_;
  std::mt19937_64 random_;
  const std::string prefix_;
  std::vector<Step> out_;
};

}  // namespace

std::vector<Step> make_steps(const Space& space) { return Generator(space).steps(); }

void take(Twin& twin, const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    switch (step.kind) {
      case Step::Kind::evaluate:
        twin.evaluate(step.act);
        break;
      case Step::Kind::submit:
        twin.submit(step.act);
        break;
      case Step::Kind::submit_twice:
        twin.submit(step.act, 2);
        break;
      case Step::Kind::propose_again:
        twin.submit_and_propose_again(step.act);
        break;
      case Step::Kind::together:
        twin.submit_together(step.act, step.other);
        break;
    }
  }
}

}  // namespace tradelane::differential
