// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/run.hpp"

#include <chrono>
#include <ostream>

#include "adapters/cli/acl.hpp"
#include "adapters/cli/act.hpp"
#include "adapters/cli/bill_file.hpp"
#include "adapters/cli/blocks.hpp"
#include "adapters/cli/completion.hpp"
#include "adapters/cli/doctor.hpp"
#include "adapters/cli/fingerprint.hpp"
#include "adapters/cli/identities.hpp"
#include "adapters/cli/inspect.hpp"
#include "adapters/cli/metadata.hpp"
#include "adapters/cli/opening.hpp"
#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/package.hpp"
#include "adapters/cli/proof.hpp"
#include "adapters/cli/title.hpp"
#include "adapters/cli/transactions.hpp"
#include "adapters/cli/version.hpp"
#include "adapters/cli/web/web.hpp"

namespace tradelane::cli {

namespace {

Timestamp now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count()};
}

/// What stands in the environment belongs to the command like its flags.
template <class T>
void complete(T& command, const Variables& variables) {
  if constexpr (requires { command.at.profile; })
    command.at = with_environment(std::move(command.at), variables);
  if constexpr (requires { command.channel; })
    fill_names(command.channel, command.chaincode, variables);
}

Exit if_clean(bool clean) { return clean ? Exit::done : Exit::findings; }

Exit carry_out(const ActSign& command, const Screen& screen) {
  run(command, now(), screen.out);
  return Exit::done;
}
Exit carry_out(const Package& command, const Screen& screen) {
  run(command, now(), screen);
  return Exit::done;
}
Exit carry_out(const Inspect& command, const Screen& screen) {
  return if_clean(run(command, now(), screen));
}
Exit carry_out(const Doctor& command, const Screen& screen) {
  return if_clean(run(command, now(), screen));
}
Exit carry_out(const VerifyProof& command, const Screen& screen) {
  return if_clean(run(command, screen));
}
Exit carry_out(const VerifyBill& command, const Screen& screen) {
  return if_clean(run(command, screen));
}
template <class T>
Exit carry_out(const T& command, const Screen& screen) {
  if constexpr (requires { run(command, screen); })
    run(command, screen);
  else
    run(command, screen.out);
  return Exit::done;
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

void print_problem(const Screen& screen, const Problem& problem, Output output) {
  if (output != Output::table) {
    print(screen.err,
          Json::Object{{"exit", static_cast<int>(problem.exit)},
                       {"message", problem.what()},
                       {"next", problem.next},
                       {"token", problem.token},
                       {"transactionId", problem.transaction_id}},
          output);
    return;
  }
  screen.err << paint("tradelane:", Color::red, screen.colors_err) << " "
             << printable(problem.what()) << "\n";
  if (!problem.transaction_id.empty())
    screen.err << "transaction: " << problem.transaction_id << "\n";
  screen.err << paint("next:", Color::green, screen.colors_err) << " " << problem.next << "\n";
}

/// `output` becomes that of the command, once it is known.
Exit carry_out(const std::vector<std::string>& args, const Screen& screen,
               const Variables& variables, Output& output) {
  auto parsed = parse_options(args, screen.out, screen.err);
  if (const auto* exit = std::get_if<Exit>(&parsed)) return *exit;
  auto& command = std::get<Command>(parsed);
  output = output_of(command);
  std::visit([&](auto& c) { complete(c, variables); }, command);
  return std::visit([&](const auto& c) { return carry_out(c, screen); }, command);
}

int failed(const Screen& screen, const Problem& problem, Output output) {
  print_problem(screen, problem, output);
  return static_cast<int>(problem.exit);
}

}  // namespace

int run(const std::vector<std::string>& args, const Screen& screen, const Variables& variables) {
  Output output = Output::table;
  try {
    // Whoever reads an exit status of 0 relies on what was printed.
    screen.out.exceptions(std::ios::badbit | std::ios::failbit);
    const Exit exit = carry_out(args, screen, variables, output);
    screen.out.flush();
    return static_cast<int>(exit);
  } catch (const Problem& problem) {
    return failed(screen, problem, output);
  } catch (const std::ios_base::failure&) {
    return failed(screen, unwritten(), output);
  } catch (const Fault& fault) {
    return failed(screen,
                  Problem(Exit::network, fault.what(),
                          "This should not happen: report it with the command line."),
                  output);
  }
}

}  // namespace tradelane::cli
