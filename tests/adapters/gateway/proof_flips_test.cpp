// SPDX-License-Identifier: Apache-2.0
// One flipped bit in a proof, wherever it is, refuses it.
#include <functional>

#include <doctest/doctest.h>

#include "tests/adapters/gateway/proof_world.hpp"

using namespace tradelane;

namespace {

/// Every field of a proof that holds bytes or text, with its name.
void each_field(gateway::Proof& proof,
                const std::function<void(const std::string&, std::string&)>& visit) {
  visit("bill", proof.bill);
  visit("channel", proof.channel);
  visit("chaincode", proof.chaincode);
  visit("state", proof.state);
  for (auto& block : proof.blocks) {
    const std::string at = "block " + std::to_string(block.number) + " ";
    visit(at + "previousHash", block.previous_hash);
    visit(at + "dataHash", block.data_hash);
    visit(at + "hash", block.hash);
    for (auto& envelope : block.data) visit(at + "data", envelope);
    for (auto& transaction : block.transactions) visit(at + "id", transaction.id);
    visit(at + "value", block.signed_value);
    for (auto& one : block.signatures) {
      visit(at + "header", one.header);
      visit(at + "signature", one.signature);
    }
  }
}

bool is_accepted(const gateway::Proof& proof, const gateway::Trust& trust) {
  return gateway::verify_proof(proof, trust).ok();
}

/// Flips bits at `count` places of every field, spread over it; returns how many were tried.
int flip_fields(const test::ProofWorld& world, std::size_t count) {
  auto proof = world.proof();
  const auto trust = world.trust();
  REQUIRE(is_accepted(proof, trust));
  int tried = 0;
  each_field(proof, [&](const std::string& name, std::string& field) {
    const std::size_t bits = field.size() * 8;
    for (std::size_t i = 0; i < count && i < bits; ++i) {
      const std::size_t bit = bits <= count ? i : i * (bits - 1) / (count - 1);
      const char mask = static_cast<char>(1 << (bit % 8));
      CAPTURE(name);
      CAPTURE(bit);
      field[bit / 8] = static_cast<char>(field[bit / 8] ^ mask);
      CHECK_FALSE(is_accepted(proof, trust));
      field[bit / 8] = static_cast<char>(field[bit / 8] ^ mask);
      ++tried;
    }
  });
  CHECK(is_accepted(proof, trust));
  return tried;
}

void flip_numbers(const test::ProofWorld& world) {
  const auto trust = world.trust();
  for (std::size_t i = 0; i < world.proof().blocks.size(); ++i)
    for (const unsigned bit : {0U, 1U, 7U, 8U, 31U, 63U}) {
      CAPTURE(i);
      CAPTURE(bit);
      auto proof = world.proof();
      proof.blocks[i].number ^= std::uint64_t{1} << bit;
      CHECK_FALSE(is_accepted(proof, trust));
      if (world.proof().blocks[i].transactions.empty()) continue;
      proof = world.proof();
      proof.blocks[i].transactions[0].place ^= std::uint64_t{1} << bit;
      CHECK_FALSE(is_accepted(proof, trust));
    }
}

}  // namespace

TEST_CASE("one flipped bit in any field, blocks signed by an orderer") {
  const test::ProofWorld world;
  CHECK(flip_fields(world, 10) > 250);
  flip_numbers(world);
}

TEST_CASE("one flipped bit in any field, blocks without signatures") {
  const test::ProofWorld world("");
  CHECK(flip_fields(world, 10) > 180);
  flip_numbers(world);
}

TEST_CASE("one flipped bit anywhere in the file") {
  const test::ProofWorld world;
  std::string text = gateway::write_proof(world.proof());
  const auto trust = world.trust();
  const auto accepted = [&] {
    const auto proof = gateway::read_proof(text);
    return proof && is_accepted(*proof, trust);
  };
  REQUIRE(accepted());
  for (std::size_t at = 0; at < text.size(); at += 1 + text.size() / 250) {
    const char mask = static_cast<char>(1 << (at % 7));
    CAPTURE(at);
    text[at] = static_cast<char>(text[at] ^ mask);
    CHECK_FALSE(accepted());
    text[at] = static_cast<char>(text[at] ^ mask);
  }
  CHECK(accepted());
}
