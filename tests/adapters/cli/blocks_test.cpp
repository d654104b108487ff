// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/blocks.hpp"

#include <algorithm>
#include <limits>
#include <thread>

#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/msp_files.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/adapters/gateway/deliver_double.hpp"

using namespace tradelane;

namespace {

using Words = std::vector<std::string>;

/// A peer with blocks 0 to 6.
struct Desk {
  test::Person bank = test::person("BankHMSP");
  test::DeliverDouble peer{bank};
  test::MspFiles files{bank, peer.address()};

  Desk() {
    peer.script = [](grpc::ServerContext& context, test::DeliverDouble::Wire& wire,
                     const test::Sought& asked) {
      constexpr std::uint64_t newest = 6;
      const auto& info = asked.info;
      const bool is_newest = info.start().has_newest();
      std::uint64_t at = is_newest ? newest : info.start().specified().number();
      const std::uint64_t last = is_newest ? newest : info.stop().specified().number();
      for (; at <= std::min(last, newest); ++at)
        test::write_block(wire, asked, test::block_of(at, {"t" + std::to_string(at)}));
      if (at <= last)
        while (!context.IsCancelled()) std::this_thread::yield();
      test::write_status(wire, common::SUCCESS);
      return grpc::Status::OK;
    };
  }
  test::Ran run(const Words& more) const {
    return test::run(test::with(test::with({"blocks"}, more), files.words()));
  }
  /// The numbers of the blocks that are printed.
  std::string numbers(const Words& more) const {
    const auto ran = run(test::with(more, {"--output", "json"}));
    CAPTURE(ran.err);
    CHECK(ran.status == 0);
    std::istringstream lines(ran.out);
    std::string out;
    for (std::string line; std::getline(lines, line);)
      out += canonical(*test::json(line).find("number")) + " ";
    return out;
  }
};

}  // namespace

TEST_CASE("which blocks are printed") {
  const Desk desk;
  struct Row {
    Words words;
    const char* numbers;
  };
  const Row rows[] = {{{}, "6 "},
                      {{"--from", "4"}, "4 5 6 "},
                      {{"--from", "2", "--to", "3"}, "2 3 "},
                      {{"--to", "1"}, "1 "},
                      {{"--from", "5", "--to", "99"}, "5 6 "}};
  for (const Row& row : rows) {
    CAPTURE(row.numbers);
    CHECK(desk.numbers(row.words) == row.numbers);
  }
}

TEST_CASE("who follows prints what comes until the time is over or the peer ends it") {
  Desk desk;
  CHECK(desk.numbers({"--from", "7", "--follow", "--timeout", "1"}) == "");
  desk.peer.script = [](auto&, auto& wire, const test::Sought& asked) {
    CHECK(asked.info.start().specified().number() == 5);
    CHECK(asked.info.stop().specified().number() == std::numeric_limits<std::uint64_t>::max());
    for (const std::uint64_t number : {5U, 6U})
      test::write_block(wire, asked, test::block_of(number, {"t"}));
    test::write_status(wire, common::SUCCESS);
    return grpc::Status::OK;
  };
  CHECK(desk.numbers({"--from", "5", "--follow"}) == "5 6 ");
}

TEST_CASE("blocks that are not there, and a peer that gives none") {
  Desk desk;
  struct Row {
    Words words;
    const char* says;
  };
  for (const Row& row : {Row{{"--from", "7"}, "the newest of trade is 6"},
                         Row{{"--from", "3", "--to", "2"}, "--to lies before --from"}}) {
    const auto ran = desk.run(row.words);
    CHECK(ran.status == 2);
    CHECK(ran.err.find(row.says) != std::string::npos);
    CHECK(ran.err.find("\nnext: ") != std::string::npos);
  }
  desk.peer.script = [](auto&, auto& wire, const auto&) {
    test::write_status(wire, common::FORBIDDEN);
    return grpc::Status::OK;
  };
  const auto ran = desk.run({});
  CHECK(ran.status == 3);
  CHECK(ran.err.find("PERMISSION_DENIED") != std::string::npos);
  CHECK(ran.err.find("\nnext: ") != std::string::npos);
}

TEST_CASE("blocks in each form") {
  const Desk desk;
  CHECK(desk.run({}).out.find("block 6, 1 transaction\n") == 0);
  CHECK(desk.run({"--output", "yaml"}).out.find("- dataHash:") == 0);
}
