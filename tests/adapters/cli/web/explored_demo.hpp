// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/codec/json.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/http.hpp"
#include "tests/support/running_demo.hpp"

namespace tradelane::test {

/// The demo at its end with the explorer that it leaves up, which has read all blocks; one for all
/// cases of a program.
class ExploredDemo {
 public:
  static ExploredDemo& get() {
    static ExploredDemo one;
    return one;
  }

  /// `http://127.0.0.1:PORT/?key=KEY`
  const std::string& address() const { return address_; }
  std::uint16_t port() const { return port_; }
  const std::string& key() const { return key_; }

  /// A command line of `tradelane` as BKH.
  std::vector<std::string> command(const std::vector<std::string>& words) const {
    std::vector<std::string> out{program("tradelane")};
    out.insert(out.end(), words.begin(), words.end());
    out.insert(out.end(), flags_.begin(), flags_.end());
    return out;
  }

  /// A question of BKH for data that its consent does not cover: the answer is no, and stands on
  /// the ledger in a new block. The exit status.
  int ask_for_too_much() const {
    Process invoke(command({"invoke", "consent:Decide",
                            R"({"consentId":"000000000000000000000000C1",)"
                            R"("purpose":"CREDIT_UNDERWRITING","categories":["CUSTOMS_DECL"],)"
                            R"("dataPeriod":{"from":"1999-01-01","to":"1999-01-02"},)"
                            R"("records":[],"requestDigest":")" +
                                std::string(64, '0') + R"("})",
                            "--endorser", "OperatorMSP", "--endorser", "BankHMSP"}));
    return invoke.wait();
  }

 private:
  ExploredDemo() {
    address_ = between("in a browser:\n  ", "\n");
    port_ =
        static_cast<std::uint16_t>(std::stoul(between("in a browser:\n  http://127.0.0.1:", "/")));
    key_ = between("?key=", "\n");
    demo_.read_to("data node (simulated)");
    flags_ = {"--profile", between("--profile ", " "), "--msp", between("--msp ", "\n")};
    REQUIRE(eventually([&] { return has_read_all(); }));
  }

  bool has_read_all() const {
    const auto status =
        parse_json(http_exchange(port_, {.target = "/api/status",
                                         .headers = {{"Authorization", "Bearer " + key_}}})
                       .body);
    REQUIRE(status);
    const Json* newest = status->find("newest");
    const Json* at_start = status->find("newestAtStart");
    REQUIRE(newest != nullptr);
    REQUIRE(at_start != nullptr);
    // No block yet: null.
    return newest->as_integer() && *newest->as_integer() >= *at_start->as_integer();
  }

  /// What the demo has printed between two texts.
  std::string between(const std::string& before, const std::string& after) const {
    const std::string& text = demo_.text();
    const auto found = text.find(before);
    REQUIRE_MESSAGE(found != std::string::npos, before << " is not in\n" << text);
    const auto begin = found + before.size();
    return text.substr(begin, text.find(after, begin) - begin);
  }

  RunningDemo demo_{{"--keep"}, "?key="};
  std::string address_;
  std::uint16_t port_ = 0;
  std::string key_;
  std::vector<std::string> flags_;
};

}  // namespace tradelane::test
