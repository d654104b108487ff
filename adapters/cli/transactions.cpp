// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/transactions.hpp"

#include <ostream>
#include <thread>

#include "adapters/cli/connect.hpp"
#include "adapters/cli/dry_run.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/metadata.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/problem.hpp"
#include "adapters/gateway/advice.hpp"
#include "adapters/gateway/checkpoint.hpp"
#include "adapters/gateway/invoke.hpp"
#include "chaincode/base/id.hpp"

namespace tradelane::cli {

namespace {

/// For people: programs that read errors as JSON get nothing between them.
void note(const Screen& screen, Output output, const std::string& text) {
  if (output == Output::table) screen.err << paint(text, Color::faint, screen.colors_err) << "\n";
}

std::optional<Metadata> metadata_for(gateway::Gateway& peer, const ConnectionFlags& at,
                                     const ArgumentFlags& what, const Screen& screen,
                                     Progress& progress) {
  if (what.unchecked || what.function == get_metadata) return std::nullopt;
  AskedMetadata asked = ask_for_metadata(peer, at);
  progress.clear();
  if (!asked.metadata)
    note(screen, at.output,
         "note: the arguments are not checked, " + at.chaincode +
             " has not described itself: " + printable(asked.why_not));
  return std::move(asked.metadata);
}

gateway::Call call_of(const ConnectionFlags& at, const ArgumentFlags& what,
                      const std::vector<std::string>& organisations, const Words& words,
                      const std::optional<Metadata>& metadata) {
  const Input input = read_input(what, words, metadata ? &*metadata : nullptr);
  return {.channel = at.channel,
          .chaincode = at.chaincode,
          .function = what.function,
          .args = arguments_of(input.args),
          .transient = input.transient,
          .organisations = organisations};
}

std::string next_after_refusal(const gateway::Refusal& refused) {
  const auto code = refused.code();
  if (!code) return "This is a fault of the chaincode: tell its operator the transaction id.";
  if (*code == Code::tx_unknown) return "`tradelane acl` lists the transactions there are.";
  switch (info(*code).kind) {
    case CodeClass::malformed:
      return "Correct the argument object or the private input, then call again.";
    case CodeClass::denied:
      return "`tradelane acl` tells who may call what, `tradelane identity list` which party your "
             "certificate names; the rest is in the contract's rule book.";
    case CodeClass::unknown:
      return "Check the id; `tradelane query` shows what is on the ledger.";
    case CodeClass::conflict:
      return "Look at the present state with `tradelane query`, then decide anew.";
  }
  return "";
}

std::string next_before_submit(const gateway::Failure& failure) {
  if (gateway::waits_for_discovery(failure))
    return "Nothing was written. Right after a deployment this passes within seconds: call again. "
           "Otherwise check --chaincode and --msp-id, and that enough organisations have "
           "approved and run it.";
  if (gateway::lacks_chaincode_link(failure))
    return "Nothing was written. That peer gets no TLS connection to its chaincode server: "
           "`tls_refused` in the server's log says which certificate to mend, and how.";
  if (gateway::lacks_registration(failure))
    return "Nothing was written. That peer's chaincode server does not register with it: give it "
           "the id that `peer lifecycle chaincode queryinstalled` prints as --package-id.";
  if (gateway::refuses_client(failure))
    return "Nothing was written. Check this machine's clock, that the certificate of --msp is "
           "still valid, and that --msp-id is the organisation that issued it.";
  switch (gateway::next_step(failure)) {
    case gateway::NextStep::propose_again:
      return "Nothing was written. Check the peer's address and --channel, and that the peers "
             "named "
             "are up, then call again.";
    case gateway::NextStep::give_up:
    case gateway::NextStep::resolve:
    case gateway::NextStep::ask_a_person:
      break;
  }
  return "Nothing was written. Check --profile, --msp, --channel, --chaincode and the "
         "organisations named; the details say which peer objected.";
}

Exit exit_of(gateway::Stage stage) {
  switch (stage) {
    case gateway::Stage::proposal:
      return Exit::bad_input;
    case gateway::Stage::evaluate:
    case gateway::Stage::endorse:
    case gateway::Stage::events:
      return Exit::network;
    case gateway::Stage::commit:
      return Exit::invalid;
    case gateway::Stage::submit:
    case gateway::Stage::commit_status:
      return Exit::unknown_outcome;
  }
  return Exit::network;
}

std::string next_of(const gateway::Failure& failure) {
  switch (exit_of(failure.stage)) {
    case Exit::bad_input:
      return "Name with --endorser (query: --target) who may see the private input.";
    case Exit::invalid:
      return gateway::next_step(failure) == gateway::NextStep::propose_again
                 ? "Another transaction was faster. Look at the present state, then call again."
                 : "Check that --endorser names every organisation that must endorse this.";
    case Exit::unknown_outcome:
      return "Do not call again yet: ask `tradelane status " + failure.transaction_id + "`.";
    case Exit::done:
    case Exit::refused:
    case Exit::network:
    case Exit::findings:
    case Exit::no_output:
      break;
  }
  return next_before_submit(failure);
}

gateway::ResolvePolicy patience() {
  return {.pause = [](int) { std::this_thread::sleep_for(std::chrono::milliseconds(500)); }};
}

void print_commit(std::ostream& out, const gateway::Commit& commit, const std::string* result,
                  Output output) {
  Json::Object object{{"transactionId", commit.transaction_id},
                      {"block", static_cast<std::int64_t>(commit.block)},
                      {"status", commit.name}};
  if (result != nullptr) object.emplace("result", answer_of(*result));
  try {
    print(out, object, output);
  } catch (const std::ios_base::failure&) {
    Problem problem = unwritten();
    problem.transaction_id = commit.transaction_id;
    throw problem;
  }
}

void print_event(std::ostream& out, const gateway::Event& event, Output output) {
  if (output != Output::table) {
    const Json line = Json::Object{{"block", static_cast<std::int64_t>(event.block)},
                                   {"name", event.name},
                                   {"payload", answer_of(event.payload)},
                                   {"transactionId", event.transaction_id}};
    return print(out, output == Output::yaml ? Json(Json::Array{line}) : line, output);
  }
  out << event.block << "  " << printable(event.transaction_id) << "  " << printable(event.name)
      << "  ";
  print(out, canonical(answer_of(event.payload)), output);
}

gateway::EventsRequest events_request(const Events& command, gateway::CheckpointFile& checkpoint) {
  gateway::EventsRequest request{.channel = command.at.channel, .chaincode = command.at.chaincode};
  if (command.from_block) request.from = gateway::Checkpoint{.block = *command.from_block};
  if (command.timeout_s > 0) request.within = std::chrono::seconds(command.timeout_s);
  if (command.checkpoint.empty()) return request;
  const auto kept = checkpoint.load();
  if (!kept)
    throw Problem(Exit::bad_input, kept.error().detail,
                  "Repair or remove the file, or end whoever goes on from it.");
  if (*kept) request.from = **kept;
  return request;
}

std::string waiting(std::int64_t seen) {
  const std::string so_far =
      std::to_string(seen) + (seen == 1 ? " event so far" : " events so far");
  return (seen == 0 ? "" : so_far + "; ") + "waiting for the next event";
}

}  // namespace

Problem problem_of(const gateway::Failure& failure) {
  if (const auto refused = gateway::refusal(failure)) {
    const bool busy = gateway::next_step(failure) == gateway::NextStep::propose_again;
    Problem problem(busy ? Exit::network : Exit::refused, refused->message,
                    busy ? next_before_submit(failure) : next_after_refusal(*refused));
    problem.token = refused->token;
    problem.transaction_id = failure.transaction_id;
    return problem;
  }
  Problem problem(exit_of(failure.stage), failure.text(), next_of(failure));
  problem.token = failure.validation_name;
  problem.transaction_id = failure.transaction_id;
  return problem;
}

void run(const Invoke& command, const Screen& screen) {
  const Words words = read_words(command.what.args);
  const auto client = connect(command.at);
  Progress progress(screen);
  progress.show("asking what " + command.what.function + " takes");
  const auto metadata = metadata_for(*client, command.at, command.what, screen, progress);
  const auto call = call_of(command.at, command.what, command.endorsers, words, metadata);
  progress.show("collecting endorsements");
  if (command.dry_run) return dry_run(*client, call, screen, progress, command.at.output);
  const auto done = gateway::invoke(*client, call, patience(), [&](const auto&) {
    progress.show("endorsed and sent; waiting for the commit");
  });
  progress.clear();
  if (!done) throw problem_of(done.failure());
  print_commit(screen.out, done->commit, &done->result, command.at.output);
}

void run(const Query& command, const Screen& screen) {
  const Words words = read_words(command.what.args);
  const auto client = connect(command.at);
  Progress progress(screen);
  progress.show("asking what " + command.what.function + " takes");
  const auto metadata = metadata_for(*client, command.at, command.what, screen, progress);
  const auto call = call_of(command.at, command.what, command.targets, words, metadata);
  progress.show("asking " + command.what.function);
  const auto answer = gateway::query(*client, call);
  progress.clear();
  if (!answer) throw problem_of(answer.failure());
  print(screen.out, answer_of(*answer), command.at.output);
}

void run(const Status& command, const Screen& screen) {
  if (!Digest::parse(command.transaction_id))
    throw Problem(Exit::bad_input, "That is no transaction id.",
                  "Give the 64 hexadecimal digits that `tradelane invoke` printed.");
  const auto client = connect(command.at);
  Progress progress(screen);
  progress.show("waiting until it is on the ledger");
  const auto commit = client->commit_status({.transaction_id = command.transaction_id,
                                             .channel = command.at.channel,
                                             .within = std::chrono::seconds(command.timeout_s)});
  progress.clear();
  if (!commit) {
    Problem problem = problem_of(commit.failure());
    problem.next = "It is not on the ledger yet, or the peer cannot tell: ask again later.";
    throw problem;
  }
  print_commit(screen.out, *commit, nullptr, command.at.output);
}

void run(const Events& command, const Screen& screen) {
  gateway::CheckpointFile checkpoint(command.checkpoint);
  const auto request = events_request(command, checkpoint);
  const auto client = connect(command.at);
  const auto stream = client->events(request);
  Progress progress(screen);
  for (std::int64_t seen = 0; command.count == 0 || seen < command.count; ++seen) {
    progress.show(waiting(seen));
    const auto event = stream->next();
    progress.clear();
    if (!event) {
      const bool asked_for =
          command.timeout_s > 0 && event.failure().code == gateway::GrpcCode::deadline_exceeded;
      if (asked_for) return;
      throw problem_of(event.failure());
    }
    print_event(screen.out, *event, command.at.output);
    if (!command.checkpoint.empty()) checkpoint.store(event->checkpoint());
  }
}

}  // namespace tradelane::cli
