// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/tls_source.hpp"

#include <fstream>
#include <sstream>

#include <sys/stat.h>

#include "chaincode/shim/http2/pem_file.hpp"

namespace tradelane::shim::http2 {
namespace {

constexpr std::chrono::seconds between_checks{1};

Result<std::string> read_file(const char* what, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) return refuse(Code::arg_malformed, "", std::string(what) + ": cannot read " + path);
  return content.str();
}

/// One entry a line; blanks around it and what follows `#` do not count.
std::vector<std::string> entries_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    line.erase(std::min(line.find('#'), line.size()));
    const auto begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos) continue;
    out.push_back(line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin));
  }
  return out;
}

/// A file that was replaced, or written to, has another mark; one that is not there has none.
std::string mark_of(const std::string& path) {
  struct stat now {};
  if (path.empty() || ::stat(path.c_str(), &now) != 0) return "";
  std::ostringstream out;
  out << now.st_dev << '/' << now.st_ino << '/' << now.st_size << '/' << now.st_mtim.tv_sec << '.'
      << now.st_mtim.tv_nsec << '/' << now.st_ctim.tv_sec << '.' << now.st_ctim.tv_nsec;
  return out.str();
}

}  // namespace

Result<std::shared_ptr<TlsSource>> TlsSource::from_pem(TlsRole role, const TlsMaterial& material) {
  auto made = make_tls_context(role, material);
  if (!made) return made.error();
  std::shared_ptr<TlsSource> source(new TlsSource(role, {}, nullptr));
  source->current_ = std::move(*made);
  return source;
}

Result<std::shared_ptr<TlsSource>> TlsSource::from_files(TlsRole role, TlsFiles files, Log& log) {
  std::shared_ptr<TlsSource> source(new TlsSource(role, std::move(files), &log));
  source->marks_ = source->marks();
  if (const auto loaded = source->load(); !loaded) return loaded.error();
  return source;
}

std::shared_ptr<SSL_CTX> TlsSource::context() const {
  const std::lock_guard lock(current_lock_);
  return current_.context;
}

Timestamp TlsSource::not_after() const {
  const std::lock_guard lock(current_lock_);
  return current_.not_after;
}

Result<TlsMaterial> TlsSource::read(const TlsFiles& files) {
  auto chain = read_pem("the TLS certificate", files.certificate_chain);
  if (!chain) return chain.error();
  auto key = read_pem("the TLS key", files.private_key);
  if (!key) return key.error();
  auto roots = read_pem("the TLS roots", files.roots);
  if (!roots) return roots.error();
  TlsMaterial out{.certificate_chain = std::move(*chain),
                  .private_key = std::move(*key),
                  .roots = std::move(*roots)};
  if (files.allowed_clients.empty()) return out;
  const auto allowed = read_file("the allowed clients", files.allowed_clients);
  if (!allowed) return allowed.error();
  out.allowed_clients = entries_of(*allowed);
  // Empty would let everybody in, which is not what somebody means who names a file.
  if (out.allowed_clients.empty())
    return refuse(Code::arg_malformed, "",
                  "no client is allowed in " + files.allowed_clients +
                      "; name one a line, or leave tls-clients away to allow all of the roots");
  return out;
}

TlsSource::Marks TlsSource::marks() const {
  return {mark_of(files_.certificate_chain), mark_of(files_.private_key), mark_of(files_.roots),
          mark_of(files_.allowed_clients)};
}

Result<> TlsSource::load() {
  const auto material = read(files_);
  if (!material) return material.error();
  auto made = make_tls_context(role_, *material);
  if (!made) return made.error();
  const std::lock_guard lock(current_lock_);
  current_ = std::move(*made);
  return Done{};
}

void TlsSource::check(Clock::time_point now) {
  if (log_ == nullptr) return;
  const std::unique_lock lock(check_lock_, std::try_to_lock);
  if (!lock || now < next_check_) return;
  next_check_ = now + between_checks;
  // Looked at before reading: what changes in between is seen the next time.
  auto found = marks();
  if (found == marks_) return;
  marks_ = std::move(found);
  replace();
}

void TlsSource::reload() {
  if (log_ == nullptr) return;
  const std::lock_guard lock(check_lock_);
  marks_ = marks();
  replace();
}

void TlsSource::replace() {
  if (const auto loaded = load(); !loaded) {
    log_->warn("tls_kept", {{"why", loaded.error().detail},
                            {"mend",
                             "put certificate, key and roots that belong together in "
                             "place; the old ones are in use until then"}});
    return;
  }
  log_->info("tls_reloaded", {{"not_after", not_after().text()}});
}

}  // namespace tradelane::shim::http2
