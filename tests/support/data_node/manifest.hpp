// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "chaincode/codec/fields.hpp"

/// What the simulated data node has to offer: fixtures/shanghai/node.json and the files it names.
namespace tradelane::data_node {

struct ManifestRecord {
  static constexpr std::string_view name = "ManifestRecord";
  std::string record = {};  // "D1": how the story calls it
  std::string feed = {};
  std::string record_type = {};
  std::string object = {};  // the source's own number; never leaves the node
  std::int64_t version = 0;
  std::string file = {};  // under valid/, and the name in facts.json
  std::string content_type = {};
  std::string charset = {};
  std::int64_t age_hours = 0;  // how long ago it claims to be published
  static constexpr auto fields() {
    return listing(
        field("name", &ManifestRecord::record), field("feed", &ManifestRecord::feed),
        field("recordType", &ManifestRecord::record_type), field("object", &ManifestRecord::object),
        field("version", &ManifestRecord::version), field("file", &ManifestRecord::file),
        field("contentType", &ManifestRecord::content_type),
        field("charset", &ManifestRecord::charset), field("ageHours", &ManifestRecord::age_hours));
  }
};

struct Manifest {
  static constexpr std::string_view name = "Manifest";
  /// The day on which the story of the fixtures ends.
  Date base_day = {};
  std::vector<ManifestRecord> records = {};
  static constexpr auto fields() {
    return listing(field("baseDay", &Manifest::base_day), field("records", &Manifest::records));
  }
};

/// The manifest with the bytes of its files; throws `Fault` when something is missing.
class Fixtures {
 public:
  explicit Fixtures(const std::filesystem::path& folder);

  const Manifest& manifest() const { return manifest_; }
  /// Null when there is no such record.
  const ManifestRecord* find(std::string_view record) const;
  bool has_feed(std::string_view feed) const;

  /// The file of a record, its dates moved so that the story ends on `today`.
  Bytes original(const ManifestRecord& record, Date today) const;
  /// Its facts, likewise.
  Json facts(const ManifestRecord& record, Date today) const;

 private:
  Manifest manifest_;
  std::map<std::string, Bytes> files_;
  Json facts_;
};

/// Moves every `YYYY-MM-DD` and every XML text `YYYYMMDD` by `days`. Other bytes stay: no byte of a
/// GB18030 character pair can look like these.
Bytes move_dates(const Bytes& bytes, std::int64_t days);

}  // namespace tradelane::data_node
