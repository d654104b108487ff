// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What a command line asks for, as plain data: filled by `options.cpp`, carried out by `run.cpp`.
/// A text called "JSON or @file" is JSON itself or the name of a file after an at sign.
namespace tradelane::cli {

enum class Output : std::uint8_t { table, json, yaml };

/// Where to call, and as whom. A flag overrides what the profile says. "": environment.hpp.
struct ConnectionFlags {
  std::string profile = {};
  std::string msp_folder = {};
  std::string msp = {};
  std::string peer = {};
  std::string tls_roots = {};
  std::string tls_certificate = {};
  std::string tls_key = {};
  std::string server_name = {};
  bool plaintext = false;
  std::string channel = {};
  std::string chaincode = {};
  Output output = Output::table;
};

/// The argument object and what is added to it.
struct ArgumentFlags {
  std::string function = {};
  std::vector<std::string> args = {};            // JSON or @file, NAME=VALUE, NAME:=JSON
  std::string transient = {};                    // JSON or @file
  std::vector<std::string> openings = {};        // files written by `commit`
  std::vector<std::string> relay_openings = {};  // the same, for the submitter's own books
  std::vector<std::string> signatures = {};      // files written by `act sign`
  bool unchecked = false;                        // not compared with the chaincode's metadata
};

struct Invoke {
  ConnectionFlags at = {};
  ArgumentFlags what = {};
  std::vector<std::string> endorsers = {};
  bool dry_run = false;
};

struct Query {
  ConnectionFlags at = {};
  ArgumentFlags what = {};
  std::vector<std::string> targets = {};
};

struct Status {
  ConnectionFlags at = {};
  std::string transaction_id = {};
  std::int64_t timeout_s = 20;
};

struct Events {
  ConnectionFlags at = {};
  std::optional<std::uint64_t> from_block = {};
  std::string checkpoint = {};
  std::int64_t count = 0;      // 0: no limit
  std::int64_t timeout_s = 0;  // 0: none
};

struct ShowBlocks {
  ConnectionFlags at = {};
  std::optional<std::uint64_t> from = {};  // absent: the newest block
  std::optional<std::uint64_t> to = {};
  bool follow = false;
  std::int64_t timeout_s = 0;  // 0: none
};

/// Write the proof of one bill.
struct Export {
  ConnectionFlags at = {};
  std::string bill = {};
  std::string out = {};
  std::uint64_t from = 0;
};
struct VerifyProof {
  std::string file = {};
  std::string roots = {};                  // a folder
  std::vector<std::string> orderers = {};  // MSP ids
  std::string policy = {};                 // as `peer lifecycle` spells it; empty: not known
  Output output = Output::table;
};

/// Print a bill's chain of title.
struct ShowBill {
  ConnectionFlags at = {};
  std::string bill = {};
};
/// Tell of a bill that came as a file whether it is genuine.
struct VerifyBill {
  ConnectionFlags at = {};
  std::string file = {};
  std::string bill = {};  // "": as the document says
  std::string salt = {};  // "": that of the opening
};

/// Serve the explorer on loopback.
struct Web {
  ConnectionFlags at = {};
  std::uint16_t port = 0;                  // 0: any that is free
  std::optional<std::uint64_t> from = {};  // first block that is read; absent: see web.cpp
};

struct ShowMetadata {
  ConnectionFlags at = {};
  std::string transaction = {};  // "": all
  std::string metadata = {};     // a file; "": the chaincode is asked
};

struct Doctor {
  ConnectionFlags at = {};
  std::string package = {};             // a chaincode package
  std::string connection = {};          // or connection.json alone
  std::string server_certificate = {};  // a file: the chain that the chaincode server shows
  std::string server_address = {};      // where templates or another network hide it
  std::string client_certificate = {};  // instead of what is in connection.json
  std::string client_key = {};
  std::string package_id = {};
  std::int64_t timeout_s = 5;
};

struct Acl {
  ConnectionFlags at = {};
  std::string metadata = {};  // a file; "": the chaincode is asked
};

struct Package {
  std::string label = {};
  std::string address = {};
  std::string dial_timeout = "10s";
  std::string root_certificate = {};
  std::string client_certificate = {};
  std::string client_key = {};
  std::string out = {};
  std::string helm_values = {};  // a file to write; "": none
  Output output = Output::table;
};

struct Inspect {
  std::string file = {};
  Output output = Output::table;
};

struct IdentityList {
  std::string folder = {};
  Output output = Output::table;
};

struct ActSign {
  std::string transaction = {};
  std::string args = {};  // JSON or @file
  std::vector<std::string> openings = {};
  std::string subject = {};
  std::int64_t seq = 0;
  std::string party = {};
  std::string kid = {};
  std::string not_after = {};  // "": in 24 hours
  std::string key = {};
  std::string channel = {};
  std::string chaincode = {};
  bool bytes_only = false;
};

struct Commit {
  std::vector<std::string> values = {};  // NAME=JSON or NAME=@file
};

struct Fingerprint {
  std::string type = {};
  std::vector<std::string> parts = {};
  std::string key = {};  // a file
  std::string kid = {};
};

struct Completion {
  std::string shell = {};
};

struct Version {
  Output output = Output::table;
};

using Command = std::variant<Invoke, Query, Status, Events, ShowBlocks, Export, VerifyProof,
                             ShowBill, VerifyBill, Web, ShowMetadata, Acl, Package, Inspect, Doctor,
                             IdentityList, ActSign, Commit, Fingerprint, Completion, Version>;

}  // namespace tradelane::cli
