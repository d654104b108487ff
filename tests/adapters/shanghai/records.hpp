// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/shanghai/decode.hpp"
#include "adapters/shanghai/map.hpp"
#include "adapters/shanghai/validate.hpp"
#include "chaincode/crypto/digest.hpp"

/// The fixtures of the Shanghai adapter, and records made of them as the data node makes them.
namespace tradelane::test {

inline std::filesystem::path shanghai_fixtures() {
  return std::filesystem::path(TRADELANE_SOURCE_DIR) / "fixtures" / "shanghai";
}

inline Bytes read_bytes(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

/// The files of one folder, in order of their names.
inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

inline shanghai::Charset charset_of(const std::filesystem::path& file) {
  const std::string name = file.filename();
  return name.find(".gb") == std::string::npos ? shanghai::Charset::utf8
                                               : shanghai::Charset::gb18030;
}

inline bool is_event(const std::filesystem::path& file) { return file.extension() == ".json"; }

template <class Wire>
Result<Json> facts_from(const Result<Wire>& decoded) {
  if (!decoded) return decoded.error();
  const auto valid = shanghai::validate(*decoded);
  if (!valid) return valid.error();
  return shanghai::facts_of(*decoded);
}

/// Decode, validate and map, as far as it goes.
inline Result<Json> facts_from_file(const std::filesystem::path& file) {
  const Bytes bytes = read_bytes(file);
  if (is_event(file)) return facts_from(shanghai::decode_event(bytes, charset_of(file)));
  return facts_from(shanghai::decode_declaration(bytes, charset_of(file)));
}

/// A record over `original`, with the digests that an honest source gives.
inline shanghai::NodeRecord record_of(const std::filesystem::path& file, const Json& facts,
                                      std::string_view algorithm = "SM3") {
  const Bytes original = read_bytes(file);
  const Bytes salt(32, 's');
  const Bytes salted = salt + original;
  const std::string payload =
      algorithm == "SM3" ? to_hex(crypto::sm3(salted)) : crypto::sha256_hex(salted).text();
  Json envelope =
      Json::Object{{"recordType", is_event(file) ? "CONTAINER_EVENT" : "CUSTOMS_DECL"},
                   {"recordId", std::string(64, 'a')},
                   {"recordVersion", 1},
                   {"charset", text_of(charset_of(file))},
                   {"payloadDigest", Json::Object{{"alg", algorithm}, {"value", payload}}},
                   {"factsDigest",
                    crypto::sha256_hex(shanghai::facts_opening(facts, to_base64url(salt))).text()}};
  return {std::move(envelope), to_base64(original), to_base64url(salt)};
}

}  // namespace tradelane::test
