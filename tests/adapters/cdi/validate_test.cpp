// SPDX-License-Identifier: Apache-2.0
// Every file of fixtures/cdi/invalid breaks one thing, and its name begins with the code.
// Tests also: adapters/cdi/decode.cpp
#include "adapters/cdi/validate.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "adapters/cdi/decode.hpp"
#include "tests/support/consents.hpp"

using namespace tradelane;
using namespace tradelane::cdi;

namespace {

std::string text_of_file(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

std::vector<std::filesystem::path> files_in(const std::string& folder) {
  const auto path = std::filesystem::path(TRADELANE_SOURCE_DIR) / "fixtures" / "cdi" / folder;
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(path)) out.push_back(entry.path());
  return out;
}

template <class T>
Result<> only_whether(const Result<T>& result) {
  if (!result) return result.error();
  return Done{};
}

Result<> read_act(const std::string& body, bool grant) {
  const auto message = decode_act(body);
  if (!message) return message.error();
  if (grant) return only_whether(validate_grant(*message, test::consent_id("C1")));
  return only_whether(validate_revoke(*message, test::consent_id("C3")));
}

Result<> read_data(const std::string& body) {
  const auto message = decode_data_request(body);
  if (!message) return message.error();
  return validate(*message);
}

Result<> read_file(const std::filesystem::path& file) {
  const std::string name = file.filename();
  const std::string body = text_of_file(file);
  if (name.find("data-") != std::string::npos) return read_data(body);
  return read_act(body, name.find("grant-") != std::string::npos);
}

}  // namespace

TEST_CASE("cdi: each valid fixture passes") {
  const auto files = files_in("valid");
  CHECK(files.size() == 5);
  for (const auto& file : files) {
    CAPTURE(file);
    CHECK(read_file(file).ok());
  }
}

TEST_CASE("cdi: each invalid fixture is refused with the code in its name") {
  const auto files = files_in("invalid");
  CHECK(files.size() == 29);
  for (const auto& file : files) {
    const std::string name = file.filename();
    CAPTURE(name);
    const auto read = read_file(file);
    REQUIRE_FALSE(read.ok());
    CHECK(info(read.error().code).token == name.substr(0, name.find('-')));
  }
}

TEST_CASE("cdi: a refusal points into the body") {
  const auto at = [](const char* file) {
    return read_file(std::filesystem::path(TRADELANE_SOURCE_DIR) / "fixtures/cdi/invalid" / file)
        .error()
        .at;
  };
  CHECK(at("CNS_BAD_FIELD-grant-unknown_field.json") == "/args/grant/onward");
  CHECK(at("CNS_BAD_FIELD-grant-unsorted_purposes.json") == "/args/grant/purposes/1");
  CHECK(at("ACT_MISSING-revoke-empty_signatures.json") == "/args/signatures");
  CHECK(at("ARG_MALFORMED-data-bad_record.json") == "/request/records/0");
}

TEST_CASE("cdi: the webhook's revocation is of the consent that its arguments name") {
  const auto message = decode_act(text_of_file(std::filesystem::path(TRADELANE_SOURCE_DIR) /
                                               "fixtures/cdi/valid/revoke-C3.json"));
  REQUIRE(message.ok());
  CHECK(validate_revoke(*message, std::nullopt)->consent_id.text() == test::consent_id("C3"));
  CHECK(validate_revoke(*message, test::consent_id("C1")).error().code == Code::cns_bad_field);
}

TEST_CASE("cdi: five minutes either way, and not a second more") {
  const Timestamp now{1'000'000};
  for (const std::int64_t edge : {-300, 0, 300}) CHECK(is_timely(now.plus_seconds(edge), now));
  for (const std::int64_t beyond : {-301, 301})
    CHECK_FALSE(is_timely(now.plus_seconds(beyond), now));
}

TEST_CASE("cdi: the limits of a body and of the records, at them and one above") {
  const std::string text(largest_body - 2, ' ');
  CHECK(decode_act("{}" + text).error().detail.find("missing") != std::string::npos);
  CHECK(decode_act("{}" + text + " ").error().code == Code::arg_limit);
  auto message = *decode_data_request(text_of_file(std::filesystem::path(TRADELANE_SOURCE_DIR) /
                                                   "fixtures/cdi/valid/data-none.json"));
  const auto record = [](std::size_t i) {
    std::string id(64, 'a');
    id[0] = static_cast<char>('0' + i / 16 % 10);
    id[1] = "0123456789abcdef"[i % 16];
    return *evidence::EvidenceId::parse(test::party_id("SDN").text() + "/CUSTOMS_DECL/" + id);
  };
  for (std::size_t i = 0; i < most_records; ++i) message.request.records.push_back(record(i));
  CHECK(validate(message).ok());
  message.request.records.push_back(record(most_records));
  CHECK(validate(message).error().code == Code::arg_limit);
}

TEST_CASE("cdi: what a reader signs, and what a node answers, are read strictly too") {
  CHECK(decode_read(R"({"at":"2026-03-05T08:00:00Z","target":"/x"})")->target == "/x");
  CHECK_FALSE(decode_read(R"({"at":"2026-03-05T08:00:00Z"})").ok());
  CHECK_FALSE(decode_read(R"({"at":"2026-03-05T08:00:00Z","target":"/x","more":1})").ok());
  CHECK(decode_openings(R"({"openings":[]})")->openings.empty());
  CHECK_FALSE(decode_openings(R"({"openings":[{}]})").ok());
}
