// SPDX-License-Identifier: Apache-2.0
// With SoftHSM, a device in software, on a folder of its own (with_softhsm).
// Tests also: adapters/gateway/pkcs11_session.cpp
#include "adapters/gateway/pkcs11_signer.hpp"

#include <atomic>
#include <cstdlib>
#include <thread>

#include <doctest/doctest.h>

#include "chaincode/crypto/certificate_check.hpp"
#include "chaincode/crypto/digest_signature.hpp"
#include "tests/support/child.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::gateway;
using crypto::KeyKind;

namespace {

std::string setting(const char* name) {
  const char* const value = std::getenv(name);
  REQUIRE_MESSAGE(value != nullptr, "run it by with_softhsm: " << name << " is missing");
  return value;
}

void type(std::vector<std::string> command) {
  test::Child child(std::move(command));
  const int status = child.wait();
  INFO(child.output());
  REQUIRE(status == 0);
}

/// Imports a new key under `id`.
crypto::PrivateKey imported(KeyKind kind, const std::string& id) {
  const auto key = crypto::PrivateKey::generate(kind);
  const test::TempFolder folder;
  folder.write("key.pem", key.pem());
  std::vector<std::string> command{setting("SOFTHSM2_UTIL"),
                                   "--import",
                                   folder.file("key.pem"),
                                   "--token",
                                   "bank",
                                   "--label",
                                   "key " + id,
                                   "--id",
                                   id,
                                   "--pin",
                                   "1234"};
  type(std::move(command));
  return key;
}

Pkcs11Key at(const std::string& id) {
  return {
      .module = setting("SOFTHSM2_MODULE"), .token = "bank", .pin = "1234", .id = *from_hex(id)};
}

void check_refused(const Pkcs11Key& key, const std::string& why) {
  const auto signer = signer_from_pkcs11(key);
  REQUIRE_FALSE(signer);
  CHECK(signer.error().code == Code::gw_config);
  INFO(signer.error().message());
  CHECK(signer.error().detail.find(why) != std::string::npos);
}

}  // namespace

TEST_CASE("pkcs11: keys of every kind sign as Fabric verifies") {
  const std::pair<KeyKind, const char*> rows[] = {
      {KeyKind::p256, "a1"}, {KeyKind::p384, "a2"}, {KeyKind::ed25519, "a3"}};
  for (const auto& [kind, id] : rows) {
    CAPTURE(id);
    const auto key = imported(kind, id);
    const auto signer = signer_from_pkcs11(at(id));
    REQUIRE_MESSAGE(signer, (signer ? "" : signer.error().message()));
    // Often enough that a device would have given a high s.
    for (int i = 0; i < 16; ++i) {
      const std::string message = "message " + std::to_string(i);
      CHECK(crypto::verify_fabric_signature(key.public_key(), message, (*signer)->sign(message)));
    }
  }
}

TEST_CASE("pkcs11: the hash that is chosen") {
  const auto key = imported(KeyKind::p384, "b1");
  Pkcs11Key where = at("b1");
  where.hash = Hash::sha3_384;
  const auto signer = signer_from_pkcs11(where);
  REQUIRE(signer);
  CHECK(crypto::verify_digest(key.public_key(), digest(Hash::sha3_384, "m"), (*signer)->sign("m")));
  where.hash = Hash::none;
  check_refused(where, "signs a hash");
  imported(KeyKind::ed25519, "b2");
  where.id = *from_hex("b2");
  CHECK(signer_from_pkcs11(where));
  where.hash = Hash::sha256;
  check_refused(where, "the message itself");
}

TEST_CASE("pkcs11: what cannot be used is said") {
  imported(KeyKind::p256, "c1");
  Pkcs11Key wrong = at("c1");
  wrong.module = "/nowhere/libnothing.so";
  check_refused(wrong, "the library cannot be loaded");
  wrong.module = "libc.so.6";
  check_refused(wrong, "none of PKCS#11");
  wrong = at("c1");
  wrong.token = "other";
  check_refused(wrong, "there is no token \"other\"");
  wrong = at("c1");
  wrong.pin = "4321";
  check_refused(wrong, "CKR_PIN_INCORRECT");
  check_refused(at("c2"), "there is no private key with the id c2");
  const auto signer = signer_from_pkcs11(at("c1"));
  CHECK(signer);
}

TEST_CASE("pkcs11: one signer serves several threads") {
  const auto key = imported(KeyKind::p256, "d1");
  const auto signer = signer_from_pkcs11(at("d1"));
  REQUIRE(signer);
  std::vector<Bytes> made(4);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < made.size(); ++i)
    threads.emplace_back([&, i] { made[i] = (*signer)->sign(std::to_string(i)); });
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < made.size(); ++i)
    CHECK(crypto::verify_fabric_signature(key.public_key(), std::to_string(i), made[i]));
}

TEST_CASE("pkcs11: signers may come and go in several threads at once") {
  const auto key = imported(KeyKind::p256, "d2");
  constexpr int rounds = 300;
  std::atomic<int> good = 0;
  std::vector<std::string> complaints(2);
  std::vector<std::thread> threads;
  for (std::string& complaint : complaints)
    threads.emplace_back([&] {
      for (int i = 0; i < rounds; ++i) {
        // The last one of all lets go of the library, and the next one takes it again.
        const auto signer = signer_from_pkcs11(at("d2"));
        if (!signer) {
          complaint = signer.error().message();
        } else if (crypto::verify_fabric_signature(key.public_key(), "m", (*signer)->sign("m"))) {
          ++good;
        }
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(good == rounds * static_cast<int>(complaints.size()));
  CHECK(complaints == std::vector<std::string>(complaints.size()));
}
