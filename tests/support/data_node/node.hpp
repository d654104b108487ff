// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "chaincode/crypto/private_key.hpp"
#include "tests/support/data_node/journal.hpp"
#include "tests/support/data_node/manifest.hpp"

/// A simulated data node of Shanghai: it serves synthetic records and signs them with its own SM2
/// key. For demonstrations and tests only. What it says over HTTP: README.md beside this file.
namespace tradelane::data_node {

struct Request {
  std::string method = {};
  std::string path = {};  // decoded, without query
  std::map<std::string, std::string> query = {};
  std::string bearer = {};  // of the Authorization header, "" without one
  std::string body = {};
};

struct Answer {
  int status = 200;
  Json body = {};
};

struct Setup {
  std::filesystem::path fixtures = {};  // fixtures/shanghai
  std::filesystem::path data = {};      // state, key and tokens; made when missing
  std::string source_node = {};         // party id of the node
  std::string owner = {};               // party id of the owner of every record
  std::string kid = "sdn-1";
  bool release_all = false;  // offer every record but later versions at once
  std::function<Timestamp()> now = {};
};

/// Everything but the socket. Safe from any thread. State survives the process: a record keeps its
/// number, time, salt and signature from the first time it was served.
class Node {
 public:
  explicit Node(Setup setup);

  Answer handle(const Request& request);

  /// What may ask for openings, by file of the data folder: the owner, and the CDI adapter.
  const std::string& owner_token() const { return owner_token_; }
  const std::string& cdi_token() const { return cdi_token_; }

 private:
  /// A record version that has been served.
  struct Published {
    std::string record;
    std::string feed;
    Json envelope;
    std::string original;  // base64
    std::string salt;      // base64url
    Json facts;
  };
  struct Released {
    std::string record;
    std::int64_t age_hours;
  };

  void restore(const Json& entry);
  void release(const std::string& record, std::int64_t age_hours);
  void publish_pending(const std::string& feed);
  Published make(const ManifestRecord& record, std::int64_t age_hours) const;
  Json sign(Json::Object envelope) const;
  Json opening_of(const Published& item) const;
  bool is_published(const std::string& record) const;

  Answer records(const Request& request, const std::string& feed);
  Answer openings(const Request& request) const;
  Answer keys() const;
  Answer simulate_release(const Request& request);
  Answer simulate_draft(const Request& request);

  Setup setup_;
  Fixtures fixtures_;
  crypto::PrivateKey key_;
  Bytes id_secret_;
  std::string owner_token_;
  std::string cdi_token_;
  std::mutex mutex_;
  Journal journal_;
  std::vector<Released> released_;
  std::vector<Published> published_;
};

/// What the source's signature covers: the envelope without `sig` and `payload`.
Bytes signed_bytes(const Json& envelope);

}  // namespace tradelane::data_node
