// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/run.hpp"

#include <chrono>
#include <ostream>

#include "adapters/cli/acl.hpp"
#include "adapters/cli/act.hpp"
#include "adapters/cli/fingerprint.hpp"
#include "adapters/cli/identities.hpp"
#include "adapters/cli/opening.hpp"
#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/package.hpp"
#include "adapters/cli/transactions.hpp"

namespace tradelane::cli {

namespace {

Timestamp now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count()};
}

void carry_out(const ActSign& command, std::ostream& out) { run(command, now(), out); }
template <class T>
void carry_out(const T& command, std::ostream& out) {
  run(command, out);
}

Output output_of(const Command& command) {
  return std::visit(
      [](const auto& c) {
        if constexpr (requires { c.at.output; }) return c.at.output;
        if constexpr (requires { c.output; }) return c.output;
        return Output::table;
      },
      command);
}

void print_problem(std::ostream& err, const Problem& problem, Output output) {
  if (output == Output::json) {
    print(err,
          Json::Object{{"exit", static_cast<int>(problem.exit)},
                       {"message", problem.what()},
                       {"next", problem.next},
                       {"token", problem.token},
                       {"transactionId", problem.transaction_id}},
          output);
    return;
  }
  err << "tradelane: " << printable(problem.what()) << "\n";
  if (!problem.transaction_id.empty()) err << "transaction: " << problem.transaction_id << "\n";
  err << "next: " << problem.next << "\n";
}

}  // namespace

int run(const std::vector<std::string>& args, std::ostream& out, std::ostream& err) {
  const auto parsed = parse_options(args, out, err);
  if (const auto* exit = std::get_if<Exit>(&parsed)) return static_cast<int>(*exit);
  const auto& command = std::get<Command>(parsed);
  try {
    std::visit([&](const auto& c) { carry_out(c, out); }, command);
    return static_cast<int>(Exit::done);
  } catch (const Problem& problem) {
    print_problem(err, problem, output_of(command));
    return static_cast<int>(problem.exit);
  } catch (const Fault& fault) {
    print_problem(err,
                  Problem(Exit::network, fault.what(),
                          "This should not happen: report it with the command line."),
                  output_of(command));
    return static_cast<int>(Exit::network);
  }
}

}  // namespace tradelane::cli
