// SPDX-License-Identifier: Apache-2.0
// The main job on one machine, for people: plays the story on servers of this machine and prints
// it. Started by fixtures/demo. The servers are children of a child of this process, which only
// waits and clears up, so that nothing stays whatever ends it: the kernel kills the servers with
// their parent, and this process with its own end comes after theirs.
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fabric/fabric_ground.hpp"
#include "tests/scenario/demo_print.hpp"
#include "tests/support/log_file.hpp"
#include "tests/support/process.hpp"

namespace tradelane::scenario {
namespace {

constexpr int wrong_command_line = 2;
constexpr int story_went_wrong = 1;
constexpr int by_signal = 128;

constexpr const char* usage =
    "usage: demo [--keep] [--fabric[=3.1|2.5]]\n"
    "Plays how a cargo from Shanghai to Hong Kong is financed, on servers of this machine.\n"
    "--keep leaves the servers up at the end, until Ctrl-C, and says how to talk to them.\n"
    "--fabric plays it on Fabric's own peers and orderer instead of the embedded peer: of the\n"
    "line that is named, else of the newest that is here.\n";

constexpr const char* title =
    "A cargo from Shanghai to Hong Kong is financed, repaid and given back; financed twice it\n"
    "cannot be. Data node, CDI and companies are simulated; all servers listen on 127.0.0.1; the\n"
    "keys are of this run and protect nothing.\n"
    "OPR operates the network; EXP sells to IMP; CAR carries; BKH, BK2 and BKS are banks; SDN is\n"
    "the data node, CDP the gateway of the CDI.\n";

struct Options {
  bool keep = false;
  bool fabric = false;
  /// Absent: the newest that is here.
  std::optional<fabric::Line> line = {};
};

std::optional<Options> options_of(const std::vector<std::string>& arguments) {
  const std::string of_line = "--fabric=";
  Options out;
  for (const std::string& argument : arguments) {
    if (argument == "--keep") {
      out.keep = true;
    } else if (argument == "--fabric") {
      out.fabric = true;
    } else if (argument.starts_with(of_line)) {
      out.fabric = true;
      out.line = fabric::line_of(argument.substr(of_line.size()));
      if (!out.line) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  return out;
}

/// Fills in the line. Empty, or one line that says what is missing.
std::string missing_of(Options& options) {
  if (!options.fabric) return "";
  const bool any = !options.line;
  for (const fabric::Line line : {fabric::Line::v3_1, fabric::Line::v2_5}) {
    if (!any && line != *options.line) continue;
    if (!fabric::find_binaries(line)) continue;
    options.line = line;
    return "";
  }
  return fabric::how_to_get(options.line.value_or(fabric::Line::v3_1));
}

std::string network_of(const Options& options) {
  if (!options.fabric) return "The network is the embedded peer.";
  return "The network is Fabric " + text_of(*options.line) +
         ": an orderer, and six peers with a chaincode server each.";
}

std::unique_ptr<Ground> ground_of(const Options& options, const std::string& folder,
                                  const Setting& setting) {
  if (!options.fabric) return embedded_ground(folder, setting);
  return fabric::fabric_ground(*options.line, folder + "/fabric", setting);
}

Setting now() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return {.start = Timestamp{std::chrono::duration_cast<std::chrono::seconds>(clock).count()}};
}

/// Throws `Fault` at the first step that goes otherwise than the story tells.
void tell(Stage& stage, const Setting& setting) {
  StagedStory played(stage, setting);
  for (std::size_t i = 0; i < played.size(); ++i) {
    const Told told = played.play(i);
    print_step(std::cout, told);
    if (!told.played.problem.empty())
      throw Fault("step " + told.step.number + " " + told.step.transaction + " " +
                  told.played.problem);
  }
  print_ending(std::cout, played.clients());
  std::cout << "\nThe story is told: " << played.size() << " steps, every refusal as it must be.\n"
            << std::flush;
}

/// The page is open to whoever has its address.
std::string address_of(test::Process& explorer, const std::string& log) {
  std::string address = explorer.read_line();
  if (address.empty()) throw Fault("the explorer does not start: " + test::last_line_of(log));
  return address;
}

int play(const std::string& folder, const Options& options) try {
  test::use_fresh_salts();
  const Setting setting = now();
  std::cout << title << network_of(options) << "\n\n" << std::flush;
  Stage stage(folder, setting, ground_of(options, folder, setting));
  try {
    tell(stage, setting);
  } catch (const std::exception&) {
    std::cerr << stage.last_words();
    throw;
  }
  if (!options.keep) return 0;
  test::Process explorer(explorer_command(stage), folder + "/explorer.log");
  print_access(std::cout, stage, address_of(explorer, folder + "/explorer.log"));
  for (;;) ::pause();
} catch (const std::exception& error) {
  std::cerr << "demo: " << error.what() << "\n";
  return story_went_wrong;
}

/// Until nobody is left: the kernel gives the player's children to this process.
void await_all() {
  while (::waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
  }
}

/// Waits for the player or for a signal.
int attend(pid_t player, const sigset_t& signals) {
  int status = 0;
  for (;;) {
    const int number = ::sigwaitinfo(&signals, nullptr);
    if (number != SIGCHLD) {
      ::kill(player, SIGTERM);
      ::waitpid(player, &status, 0);
      std::cerr << "demo: stopped\n";
      return by_signal + number;
    }
    if (::waitpid(player, &status, WNOHANG) != player) continue;
    if (WIFEXITED(status)) return WEXITSTATUS(status);
    std::cerr << "demo: killed by signal " << WTERMSIG(status) << "\n";
    return by_signal + WTERMSIG(status);
  }
}

int run(const Options& options) {
  std::string folder = std::filesystem::temp_directory_path() / "tradelane-demo-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) {
    std::cerr << "demo: no folder can be made in " << std::filesystem::temp_directory_path()
              << "\n";
    return story_went_wrong;
  }
  sigset_t signals;
  sigset_t before;
  sigemptyset(&signals);
  for (const int number : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, number);
  ::sigprocmask(SIG_BLOCK, &signals, &before);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  const pid_t self = ::getpid();
  const pid_t player = ::fork();
  if (player == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != self) ::_exit(story_went_wrong);  // it died before we could ask
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    const int status = play(folder, options);
    std::cout << std::flush;
    ::_exit(status);
  }
  const int status = player < 0 ? story_went_wrong : attend(player, signals);
  await_all();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return status;
}

}  // namespace
}  // namespace tradelane::scenario

int main(int count, char** arguments) {
  using namespace tradelane::scenario;
  auto options = options_of({arguments + 1, arguments + count});
  if (!options) {
    std::cerr << usage;
    return wrong_command_line;
  }
  if (const std::string missing = missing_of(*options); !missing.empty()) {
    std::cerr << "demo: not found: " << missing << "\n";
    return story_went_wrong;
  }
  return run(*options);
}
