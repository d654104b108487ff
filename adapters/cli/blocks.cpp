// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/blocks.hpp"

#include <ostream>

#include "adapters/cli/connect.hpp"
#include "adapters/cli/ledger_view.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/problem.hpp"
#include "adapters/cli/transactions.hpp"

namespace tradelane::cli {

namespace {

/// `until` of the request is filled in unless it follows for ever.
gateway::BlocksRequest request_of(const ShowBlocks& command, gateway::Blocks& peer) {
  if (command.from && command.to && *command.to < *command.from)
    throw Problem(Exit::bad_input, "--to lies before --from.", "Give the smaller number first.");
  gateway::BlocksRequest out{.channel = command.at.channel, .from = command.from};
  if (command.timeout_s > 0) out.within = std::chrono::seconds(command.timeout_s);
  if (command.follow) return out;
  const std::uint64_t newest = newest_block(peer, command.at.channel);
  if (!out.from) out.from = command.to ? std::min(*command.to, newest) : newest;
  out.until = std::min(command.to.value_or(newest), newest);
  if (*out.from > newest)
    throw Problem(Exit::bad_input,
                  "There is no such block: the newest of " + command.at.channel + " is " +
                      std::to_string(newest) + ".",
                  "Give --from up to there, or --follow to wait for more.");
  return out;
}

void print_one(std::ostream& out, const gateway::Block& block, Output output) {
  if (output == Output::table) return print_block(out, block);
  const Json json = to_json(block);
  print(out, output == Output::yaml ? Json(Json::Array{json}) : json, output);
}

bool is_end(const ShowBlocks& command, const gateway::Failure& failure) {
  const bool asked_for =
      command.timeout_s > 0 && failure.code == gateway::GrpcCode::deadline_exceeded;
  return asked_for || failure.code == gateway::GrpcCode::out_of_range;
}

std::string progress_of(std::uint64_t number, const gateway::BlocksRequest& request) {
  const std::string at = "block " + std::to_string(number);
  return request.until ? at + " of " + std::to_string(*request.until)
                       : at + "; waiting for the next";
}

}  // namespace

std::uint64_t newest_block(gateway::Blocks& peer, const std::string& channel) {
  const auto position = gateway::position_now(peer, channel);
  if (!position) throw problem_of(position.failure());
  return position->block - 1;
}

void run(const ShowBlocks& command, const Screen& screen) {
  const Link link = link_of(command.at);
  const auto peer = gateway::make_block_client(link.connection, link.options);
  const gateway::BlocksRequest request = request_of(command, *peer);
  const auto stream = peer->blocks(request);
  Progress progress(screen);
  progress.show("waiting for blocks");
  for (;;) {
    const auto block = stream->next();
    progress.clear();
    if (!block) {
      if (is_end(command, block.failure())) return;
      throw problem_of(block.failure());
    }
    print_one(screen.out, *block, command.at.output);
    progress.show(progress_of(block->number, request));
  }
}

}  // namespace tradelane::cli
