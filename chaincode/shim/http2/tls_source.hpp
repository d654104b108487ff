// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "chaincode/base/log.hpp"
#include "chaincode/shim/http2/tls.hpp"

namespace tradelane::shim::http2 {

/// Paths of files, of PEM or of base64 of it.
struct TlsFiles {
  std::string certificate_chain = {};
  std::string private_key = {};
  std::string roots = {};
  /// `TlsMaterial::allowed_clients`, one a line, `#` begins a comment. "": everybody of `roots`.
  std::string allowed_clients = {};
};

/// Where new connections get their certificates from. Old ones keep what they began with. Safe from
/// any thread.
class TlsSource {
 public:
  using Clock = std::chrono::steady_clock;

  /// Never changes. ARG_MALFORMED says which part cannot be used.
  static Result<std::shared_ptr<TlsSource>> from_pem(TlsRole role, const TlsMaterial& material);
  /// Follows its files. ARG_MALFORMED names the file that cannot be read, or the part that cannot
  /// be used. `log` outlives the source.
  static Result<std::shared_ptr<TlsSource>> from_files(TlsRole role, TlsFiles files, Log& log);

  std::shared_ptr<SSL_CTX> context() const;
  /// Of the certificate in use.
  Timestamp not_after() const;

  /// Looks, at most once a second, whether the files are others now, and takes them when they can
  /// be used together. While they cannot, the old ones stay, and the log says once why.
  void check(Clock::time_point now);
  /// As `check`, at once and whether or not the files seem to be others.
  void reload();

 private:
  /// What tells one state of the files from another, without reading them.
  using Marks = std::vector<std::string>;

  TlsSource(TlsRole role, TlsFiles files, Log* log)
      : role_(role), files_(std::move(files)), log_(log) {}
  static Result<TlsMaterial> read(const TlsFiles& files);
  Marks marks() const;
  Result<> load();
  void replace();

  const TlsRole role_;
  const TlsFiles files_;
  Log* const log_;  // null when there are no files
  mutable std::mutex current_lock_;
  TlsContext current_;
  std::mutex check_lock_;
  Marks marks_;
  Clock::time_point next_check_ = {};
};

}  // namespace tradelane::shim::http2
