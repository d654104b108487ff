// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/tls_source.hpp"

#include <filesystem>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include "tests/support/temp_folder.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;

namespace {

const Timestamp sooner = *Timestamp::parse("2040-01-01T00:00:00Z");
const Timestamp later = *Timestamp::parse("2045-01-01T00:00:00Z");

struct Fixture {
  test::TempFolder folder;
  int file = ::open(folder.file("log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  Log log{file};
  crypto::CertificateAuthority authority = test::make_authority("ca");
  test::Pair first = test::issue_pair(authority, "server", sooner);
  test::Pair second = test::issue_pair(authority, "server", later);
  TlsSource::Clock::time_point now = TlsSource::Clock::now();

  ~Fixture() { ::close(file); }
  TlsFiles files() const {
    return {.certificate_chain = folder.file("tls.crt"),
            .private_key = folder.file("tls.key"),
            .roots = folder.file("ca.crt")};
  }
  /// By rename, as a careful operator does.
  void put(const std::string& name, const std::string& content) const {
    folder.write(name + ".new", content);
    std::filesystem::rename(folder.file(name + ".new"), folder.file(name));
  }
  void put(const test::Pair& pair) const {
    put("tls.crt", pair.certificate);
    put("tls.key", pair.key);
    put("ca.crt", authority.certificate_pem());
  }
  std::shared_ptr<TlsSource> source() {
    put(first);
    return *TlsSource::from_files(TlsRole::server, files(), log);
  }
  void a_second_passes(TlsSource& tls) { tls.check(now += std::chrono::seconds(1)); }
  std::size_t count(const std::string& event) const {
    const std::string text = folder.read("log");
    std::size_t out = 0;
    for (auto at = text.find(event); at != std::string::npos; at = text.find(event, at + 1)) ++out;
    return out;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "TLS source: takes new files when they belong together") {
  const auto tls = source();
  CHECK(tls->not_after() == sooner);
  const auto before = tls->context();
  a_second_passes(*tls);
  CHECK(tls->context() == before);
  put(second);
  a_second_passes(*tls);
  CHECK(tls->not_after() == later);
  CHECK(tls->context() != before);
  CHECK(count("tls_reloaded") == 1);
  CHECK(count("2045-01-01T00:00:00Z") == 1);
}

TEST_CASE_FIXTURE(Fixture, "TLS source: takes what is there at once when it is told to") {
  const auto tls = source();
  a_second_passes(*tls);
  put(second);
  tls->reload();
  CHECK(tls->not_after() == later);
  CHECK(count("tls_reloaded") == 1);
  put("tls.key", first.key);
  tls->reload();
  CHECK(tls->not_after() == later);
  CHECK(count("tls_kept") == 1);
}

TEST_CASE_FIXTURE(Fixture, "TLS source: base64 of PEM, as Fabric's builders write it") {
  put("tls.crt", to_base64(first.certificate));
  put("tls.key", to_base64(first.key));
  put("ca.crt", to_base64(authority.certificate_pem()));
  const auto tls = TlsSource::from_files(TlsRole::server, files(), log);
  REQUIRE(tls.ok());
  CHECK((*tls)->not_after() == sooner);
}

TEST_CASE_FIXTURE(Fixture, "TLS source: looks once a second at most") {
  const auto tls = source();
  a_second_passes(*tls);
  put(second);
  tls->check(now + std::chrono::milliseconds(999));
  CHECK(tls->not_after() == sooner);
  tls->check(now + std::chrono::milliseconds(1000));
  CHECK(tls->not_after() == later);
}

TEST_CASE_FIXTURE(Fixture,
                  "TLS source: what does not belong together is not taken, and said once") {
  const auto tls = source();
  put("tls.crt", second.certificate);
  for (int i = 0; i < 3; ++i) a_second_passes(*tls);
  CHECK(tls->not_after() == sooner);
  CHECK(count("tls_kept") == 1);
  CHECK(count("the TLS key does not belong to the certificate") == 1);
  put("tls.key", second.key);
  a_second_passes(*tls);
  CHECK(tls->not_after() == later);
}

TEST_CASE_FIXTURE(Fixture, "TLS source: half a file, an expired one, none: the old one stays") {
  const auto tls = source();
  const auto expired =
      test::issue_pair(authority, "server", *Timestamp::parse("2026-02-01T00:00:00Z"));
  folder.write("tls.crt", second.certificate.substr(0, second.certificate.size() / 2));
  a_second_passes(*tls);
  CHECK(count("the TLS certificate cannot be read") == 1);
  put(expired);
  a_second_passes(*tls);
  CHECK(count("the TLS certificate has expired") == 1);
  std::filesystem::remove(folder.file("tls.key"));
  a_second_passes(*tls);
  CHECK(count("the TLS key: " + folder.file("tls.key") + " cannot be read") == 1);
  CHECK(tls->not_after() == sooner);
  put(second);
  a_second_passes(*tls);
  CHECK(tls->not_after() == later);
}

TEST_CASE_FIXTURE(Fixture, "TLS source: follows the link by which Kubernetes swaps a secret") {
  for (const auto& [name, pair] : {std::pair{"v1", first}, {"v2", second}}) {
    std::filesystem::create_directory(folder.path() / name);
    folder.write(std::string(name) + "/tls.crt", pair.certificate);
    folder.write(std::string(name) + "/tls.key", pair.key);
    folder.write(std::string(name) + "/ca.crt", authority.certificate_pem());
  }
  std::filesystem::create_directory_symlink("v1", folder.path() / "data");
  const auto tls = *TlsSource::from_files(TlsRole::server,
                                          {.certificate_chain = folder.file("data/tls.crt"),
                                           .private_key = folder.file("data/tls.key"),
                                           .roots = folder.file("data/ca.crt")},
                                          log);
  std::filesystem::create_directory_symlink("v2", folder.path() / "data.new");
  std::filesystem::rename(folder.path() / "data.new", folder.path() / "data");
  a_second_passes(*tls);
  CHECK(tls->not_after() == later);
}

TEST_CASE_FIXTURE(Fixture, "TLS source: a file that cannot be read is named") {
  put(first);
  TlsFiles wrong = files();
  wrong.roots = "/none";
  CHECK(TlsSource::from_files(TlsRole::server, wrong, log)
            .error()
            .detail.starts_with("the TLS roots: /none cannot be read; "));
  wrong = files();
  wrong.allowed_clients = folder.file("allowed");
  folder.write("allowed", "# nobody yet\n\n");
  CHECK(TlsSource::from_files(TlsRole::server, wrong, log)
            .error()
            .detail.starts_with("no client is allowed in " + wrong.allowed_clients + "; name"));
  folder.write("allowed", "peer0.example # the first\n");
  CHECK(TlsSource::from_files(TlsRole::server, wrong, log).ok());
}

TEST_CASE_FIXTURE(Fixture, "TLS source: PEM texts never change") {
  const auto tls = *TlsSource::from_pem(
      TlsRole::client, {first.certificate, first.key, authority.certificate_pem(), {}});
  const auto before = tls->context();
  a_second_passes(*tls);
  CHECK(tls->context() == before);
  CHECK(tls->not_after() == sooner);
}
