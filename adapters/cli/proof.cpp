// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/proof.hpp"

#include <algorithm>
#include <fstream>
#include <ostream>

#include "adapters/cli/blocks.hpp"
#include "adapters/cli/connect.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/transactions.hpp"
#include "adapters/cli/trust.hpp"
#include "adapters/gateway/proof.hpp"
#include "chaincode/codec/json.hpp"

namespace tradelane::cli {

namespace {

constexpr std::size_t unchecked_told = 3;

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file)
    throw Problem(Exit::bad_input, path + " cannot be written.", "Check folder and permissions.");
}

/// Every block from the first to the newest goes through `maker`.
void read_blocks(const Export& command, gateway::ProofMaker& maker, const Screen& screen) {
  const Link link = link_of(command.at);
  const auto peer = gateway::make_block_client(link.connection, link.options);
  const std::uint64_t newest = newest_block(*peer, command.at.channel);
  if (command.from > newest)
    throw Problem(Exit::bad_input,
                  "There is no such block: the newest is " + std::to_string(newest) + ".",
                  "Give --from up to there, or leave it out.");
  const auto stream =
      peer->blocks({.channel = command.at.channel, .from = command.from, .until = newest});
  Progress progress(screen);
  for (std::uint64_t at = command.from; at <= newest; ++at) {
    if (at % 64 == 0)
      progress.show("block " + std::to_string(at) + " of " + std::to_string(newest));
    const auto block = stream->next();
    if (!block) {
      progress.clear();
      throw problem_of(block.failure());
    }
    maker.add(block->bytes);
  }
}

std::size_t count_of(const gateway::Proof& proof) {
  std::size_t out = 0;
  for (const auto& block : proof.blocks) out += block.transactions.size();
  return out;
}

Json texts(const std::vector<std::string>& all) {
  Json::Array out;
  for (const std::string& one : all) out.emplace_back(one);
  return out;
}

Json act_json(const gateway::ProvenAct& act) {
  return Json::Object{{"block", static_cast<std::int64_t>(act.block)},
                      {"creator", act.creator_msp},
                      {"endorsers", texts(act.endorsers)},
                      {"function", act.function},
                      {"time", Timestamp{act.seconds}.text()},
                      {"transactionId", act.transaction_id}};
}

Json report_json(const gateway::Proof& proof, const gateway::ProofReport& report) {
  Json::Array acts;
  for (const auto& act : report.acts) acts.push_back(act_json(act));
  return Json::Object{{"acts", std::move(acts)},
                      {"bill", proof.bill},
                      {"chaincode", proof.chaincode},
                      {"channel", proof.channel},
                      {"firstBlock", static_cast<std::int64_t>(report.first_block)},
                      {"lastBlock", static_cast<std::int64_t>(report.last_block)},
                      {"orderers", texts(report.orderers)},
                      {"record", answer_of(report.record)},
                      {"steps", report.steps},
                      {"unchecked", texts(report.unchecked)},
                      {"whole", report.unchecked.empty()}};
}

void print_report(const Screen& screen, const gateway::Proof& proof,
                  const gateway::ProofReport& report) {
  std::ostream& out = screen.out;
  const bool is_whole = report.unchecked.empty();
  out << paint(is_whole ? "genuine" : "good as far as it goes",
               is_whole ? Color::green : Color::yellow, screen.colors_out)
      << "  bill " << printable(proof.bill) << " on channel " << printable(proof.channel)
      << ", blocks " << report.first_block << " to " << report.last_block << ", " << report.steps
      << (report.steps == 1 ? " step\n" : " steps without a gap\n");
  for (const auto& act : report.acts)
    out << "  " << Timestamp{act.seconds}.text() << "  block " << act.block << "  "
        << printable(act.function) << "  by " << printable(act.creator_msp) << ", endorsed by "
        << printable(joined(act.endorsers, ", ")) << "\n";
  if (!report.orderers.empty())
    out << "blocks signed by " << printable(joined(report.orderers, ", ")) << "\n";
  out << "the bill at block " << report.last_block << ":\n";
  print(out, answer_of(report.record), Output::table);
  const std::size_t told = std::min(report.unchecked.size(), unchecked_told);
  for (std::size_t i = 0; i < told; ++i)
    out << paint("not checked:", Color::yellow, screen.colors_out) << " "
        << printable(report.unchecked[i]) << "\n";
  if (told < report.unchecked.size())
    out << "and " << report.unchecked.size() - told << " more: --output json has all\n";
  out << "What happened after block " << report.last_block << " is not in the file.\n";
}

std::optional<Policy> read_policy(const std::string& text, const gateway::Trust& trust) {
  if (text.empty()) return {};
  std::vector<std::string> known;
  for (const auto& [msp, authorities] : trust.organisations) known.push_back(msp);
  auto policy = Policy::parse(text, known);
  if (!policy)
    throw Problem(Exit::bad_input, "The policy cannot be read: " + text + ".",
                  "Spell it as for peer lifecycle chaincode --signature-policy, with MSP ids whose "
                  "roots are there.");
  return policy;
}

Problem problem_of(const gateway::ProofRefusal& refusal) {
  Problem out(Exit::refused, refusal.where + ": " + refusal.why + ".",
              "Do not rely on this file; ask for a new export, or compare the roots.");
  out.token = gateway::token_of(refusal.fault);
  return out;
}

}  // namespace

void run(const Export& command, const Screen& screen) {
  gateway::ProofMaker maker(command.bill, command.at.channel, command.at.chaincode);
  read_blocks(command, maker, screen);
  if (maker.is_empty())
    throw Problem(Exit::bad_input, "No block changed a bill " + command.bill + ".",
                  "Give it as carrier/reference/sub-reference, such as HLCU/B1/1.");
  const gateway::Proof proof = maker.take();
  write_file(command.out, gateway::write_proof(proof));
  print(screen.out,
        Json::Object{{"bill", proof.bill},
                     {"blocks", static_cast<std::int64_t>(proof.blocks.size())},
                     {"file", command.out},
                     {"lastBlock", static_cast<std::int64_t>(proof.blocks.back().number)},
                     {"transactions", static_cast<std::int64_t>(count_of(proof))}},
        command.at.output);
}

bool run(const VerifyProof& command, const Screen& screen) {
  gateway::Trust trust = read_trust(command.roots);
  trust.orderers = command.orderers;
  trust.policy = read_policy(command.policy, trust);
  const auto proof = gateway::read_proof(read_file(command.file));
  if (!proof) throw problem_of(proof.failure());
  const auto report = gateway::verify_proof(*proof, trust);
  if (!report) throw problem_of(report.failure());
  if (command.output == Output::table)
    print_report(screen, *proof, *report);
  else
    print(screen.out, report_json(*proof, *report), command.output);
  return report->unchecked.empty();
}

}  // namespace tradelane::cli
