// SPDX-License-Identifier: Apache-2.0
#include "tests/support/toy_chaincode_program.hpp"

#include <charconv>
#include <map>

#include "chaincode/base/bytes.hpp"
#include "chaincode/ledger/endorsement_policy.hpp"
#include "tests/support/peer/wire_text.hpp"

namespace tradelane::test {
namespace {

using shim::Stub;

std::string text_of(const std::optional<Bytes>& value) { return value ? quoted(*value) : "-"; }

/// One call: what is left of the arguments, and the lines so far.
class Run {
 public:
  explicit Run(Stub& stub) : stub_(stub), left_(stub.args()) {}

  shim::Response go();

  std::string_view next() {
    if (left_.empty()) throw Fault("the program ends in the middle of an operation");
    const std::string_view out = left_.front();
    left_ = left_.subspan(1);
    return out;
  }
  std::string text() { return std::string(next()); }
  int number() {
    const std::string_view digits = next();
    int out = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return out;
  }
  std::vector<std::string> list() {
    std::vector<std::string> out(static_cast<std::size_t>(number()));
    for (std::string& element : out) element = text();
    return out;
  }
  void say(std::string_view text) { lines_.append(" ").append(text); }
  Stub& stub() { return stub_; }
  void respond(int status, std::string message) {
    status_ = status;
    message_ = std::move(message);
  }

 private:
  Stub& stub_;
  std::span<const std::string_view> left_;
  std::string lines_;
  int status_ = 200;
  std::string message_;
};

std::string text_of(const shim::KeyValue& row) { return quoted(row.key) + "=" + quoted(row.value); }
std::string text_of(const shim::KeyModification& row) {
  return quoted(row.txid) + (row.is_delete ? " deleted " : "=" + quoted(row.value) + " ") +
         std::to_string(row.seconds) + "." + std::to_string(row.nanos);
}

/// `limit` rows at most, 0: all.
template <class Row>
void say_rows(Run& run, shim::Query<Row> rows, int limit) {
  for (int i = 0; (limit == 0 || i < limit) && rows.next(); ++i) run.say(text_of(*rows));
}

void say_page(Run& run, shim::PagedRows page) {
  say_rows(run, std::move(page.rows), 0);
  run.say("fetched " + std::to_string(page.fetched) + " next " + quoted(page.bookmark));
}

void say_values(Run& run, const std::vector<std::optional<Bytes>>& values) {
  for (const auto& value : values) run.say(text_of(value));
}

// The names of the operations, in groups like those of `Stub`. Arguments are taken in their order:
// each is read into a variable of its own.

void about_the_call(std::map<std::string, void (*)(Run&)>& into) {
  into["entry"] = [](Run& run) { run.say(run.stub().is_init() ? "init" : "invoke"); };
  into["arguments"] = [](Run& run) { run.say(std::to_string(run.stub().args().size())); };
  into["function"] = [](Run& run) {
    run.say(quoted(run.stub().function()));
    run.say(std::to_string(run.stub().parameters().size()));
  };
  into["transaction"] = [](Run& run) {
    run.say(quoted(run.stub().channel()));
    run.say(quoted(run.stub().txid()));
  };
  into["own_msp"] = [](Run& run) { run.say(quoted(run.stub().own_msp())); };
  into["creator"] = [](Run& run) {
    run.say(quoted(run.stub().creator().msp));
    run.say(quoted(run.stub().creator().certificate));
  };
  into["time"] = [](Run& run) {
    const auto time = run.stub().time();
    run.say(std::to_string(time.at.seconds) + "." + std::to_string(time.nanos));
  };
  into["binding"] = [](Run& run) { run.say(to_hex(run.stub().binding())); };
  into["transient"] = [](Run& run) {
    for (const auto& [name, value] : run.stub().transient())
      run.say(quoted(name) + "=" + quoted(value));
  };
  into["event"] = [](Run& run) {
    const std::string name = run.text();
    run.stub().set_event(name, run.text());
  };
  into["respond"] = [](Run& run) {
    const int status = run.number();
    run.respond(status, run.text());
  };
  into["fail"] = [](Run& run) { throw Fault(run.text()); };
}

void about_state(std::map<std::string, void (*)(Run&)>& into) {
  into["get"] = [](Run& run) { run.say(text_of(run.stub().get(run.next()))); };
  into["get_all"] = [](Run& run) { say_values(run, run.stub().get_all(run.list())); };
  into["put"] = [](Run& run) {
    const std::string_view key = run.next();
    run.stub().put(key, run.text());
  };
  into["del"] = [](Run& run) { run.stub().del(run.next()); };
  into["policy"] = [](Run& run) {
    run.say(text_of(run.stub().validation_parameter({"", run.next()})));
  };
  into["key_policy"] = [](Run& run) {
    const bool of_peers = run.next() == "PEER";
    std::vector<ledger::Principal> all;
    for (const std::string& msp : run.list())
      all.push_back({.msp = MspId::parse(msp).value(),
                     .role = of_peers ? ledger::MspRole::peer : ledger::MspRole::member});
    run.say(quoted(ledger::EndorsementPolicy::of_all(all).value().bytes()));
  };
  into["set_policy"] = [](Run& run) {
    const std::string_view key = run.next();
    run.stub().set_validation_parameter({"", key}, run.text());
  };
}

void about_queries(std::map<std::string, void (*)(Run&)>& into) {
  into["range"] = [](Run& run) {
    const std::string_view start = run.next();
    const std::string_view end = run.next();
    const int limit = run.number();
    say_rows(run, run.stub().query_range(start, end), limit);
  };
  into["page"] = [](Run& run) {
    const std::string_view start = run.next();
    const std::string_view end = run.next();
    const int size = run.number();
    say_page(run, run.stub().page_range(start, end, {.size = size, .bookmark = run.next()}));
  };
  into["composite"] = [](Run& run) {
    const std::string_view type = run.next();
    const auto parts = run.list();
    const int limit = run.number();
    say_rows(run, run.stub().query_composite(type, parts), limit);
  };
  into["page_composite"] = [](Run& run) {
    const std::string_view type = run.next();
    const auto parts = run.list();
    const int size = run.number();
    say_page(run, run.stub().page_composite(type, parts, {.size = size, .bookmark = run.next()}));
  };
  into["rich"] = [](Run& run) {
    const std::string_view selector = run.next();
    const int limit = run.number();
    say_rows(run, run.stub().query_rich(selector), limit);
  };
  into["page_rich"] = [](Run& run) {
    const std::string_view selector = run.next();
    const int size = run.number();
    say_page(run, run.stub().page_rich(selector, {.size = size, .bookmark = run.next()}));
  };
  into["history"] = [](Run& run) {
    const std::string_view key = run.next();
    const int limit = run.number();
    say_rows(run, run.stub().history(key), limit);
  };
  into["join"] = [](Run& run) {
    const std::string_view type = run.next();
    run.say(quoted(shim::create_composite_key(type, run.list())));
  };
  into["split"] = [](Run& run) {
    const auto [type, parts] = shim::split_composite_key(run.next());
    run.say(quoted(type));
    for (const std::string& part : parts) run.say(quoted(part));
  };
}

void about_private_data(std::map<std::string, void (*)(Run&)>& into) {
  into["pget"] = [](Run& run) {
    const std::string_view collection = run.next();
    run.say(text_of(run.stub().get_private(collection, run.next())));
  };
  into["pget_all"] = [](Run& run) {
    const std::string_view collection = run.next();
    say_values(run, run.stub().get_all_private(collection, run.list()));
  };
  into["phash"] = [](Run& run) {
    const std::string_view collection = run.next();
    run.say(text_of(run.stub().private_hash(collection, run.next())));
  };
  into["pput"] = [](Run& run) {
    const std::string_view collection = run.next();
    const std::string_view key = run.next();
    run.stub().put_private(collection, key, run.text());
  };
  into["pdel"] = [](Run& run) {
    const std::string_view collection = run.next();
    run.stub().del_private(collection, run.next());
  };
  into["ppurge"] = [](Run& run) {
    const std::string_view collection = run.next();
    run.stub().purge_private(collection, run.next());
  };
  into["ppolicy"] = [](Run& run) {
    const std::string_view collection = run.next();
    run.say(text_of(run.stub().validation_parameter({collection, run.next()})));
  };
  into["pset_policy"] = [](Run& run) {
    const std::string_view collection = run.next();
    const std::string_view key = run.next();
    run.stub().set_validation_parameter({collection, key}, run.text());
  };
  into["prange"] = [](Run& run) {
    const std::string_view collection = run.next();
    const std::string_view start = run.next();
    const std::string_view end = run.next();
    const int limit = run.number();
    say_rows(run, run.stub().query_private_range(collection, start, end), limit);
  };
  into["pcomposite"] = [](Run& run) {
    const std::string_view collection = run.next();
    const std::string_view type = run.next();
    const auto parts = run.list();
    const int limit = run.number();
    say_rows(run, run.stub().query_private_composite(collection, type, parts), limit);
  };
  into["prich"] = [](Run& run) {
    const std::string_view collection = run.next();
    const std::string_view selector = run.next();
    const int limit = run.number();
    say_rows(run, run.stub().query_private_rich(collection, selector), limit);
  };
}

void about_other_chaincodes(std::map<std::string, void (*)(Run&)>& into) {
  into["call"] = [](Run& run) {
    const std::string chaincode = run.text();
    const std::string channel = run.text();
    const auto response = run.stub().try_invoke_chaincode({chaincode, channel}, run.list());
    run.say(std::to_string(response.status));
    run.say(quoted(response.message));
    run.say(quoted(response.payload));
  };
}

const std::map<std::string, void (*)(Run&)>& operations() {
  static const auto table = [] {
    std::map<std::string, void (*)(Run&)> out;
    about_the_call(out);
    about_state(out);
    about_queries(out);
    about_private_data(out);
    about_other_chaincodes(out);
    return out;
  }();
  return table;
}

shim::Response Run::go() {
  while (!left_.empty()) {
    const std::string name = text();
    const auto operation = operations().find(name);
    if (operation == operations().end()) throw Fault("unknown operation: " + name);
    lines_ += name;
    operation->second(*this);
    lines_ += "\n";
  }
  return {.status = status_, .message = std::move(message_), .payload = std::move(lines_)};
}

}  // namespace

shim::Response ProgramChaincode::invoke(Stub& stub) const { return Run(stub).go(); }

}  // namespace tradelane::test
