// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/checkpoint.hpp"

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "chaincode/codec/json.hpp"

namespace tradelane::gateway {

namespace {

/// Go and Java write a number, Node a string.
std::optional<std::uint64_t> block_number(const Json& value) {
  std::string text;
  if (const auto* number = value.as_number()) text = number->text;
  if (const auto* string = value.as_string()) text = *string;
  std::uint64_t block = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), block);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return block;
}

/// The outer absence: damaged; the inner: nothing has been kept yet.
std::optional<std::optional<Checkpoint>> read_checkpoint(const Json& json) {
  if (json.as_object() == nullptr) return std::nullopt;
  Checkpoint out;
  if (const Json* id = json.find("transactionId")) {
    if (id->as_string() == nullptr) return std::nullopt;
    out.transaction_id = *id->as_string();
  }
  if (const Json* number = json.find("blockNumber")) {
    const auto block = block_number(*number);
    if (!block) return std::nullopt;
    out.block = *block;
  } else if (!out.transaction_id.empty()) {
    return std::nullopt;
  }
  // Block 0 without a transaction is how the official clients say that there is none.
  if (out == Checkpoint{}) return std::optional<Checkpoint>{};
  return out;
}

void require(bool ok, const std::string& path) {
  if (!ok) throw Fault("the checkpoint cannot be written: " + path);
}

void write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    require(count > 0, path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void sync_folder_of(const std::string& path) {
  auto folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  require(fd >= 0, path);
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  require(synced, path);
}

}  // namespace

CheckpointFile::~CheckpointFile() {
  if (lock_ >= 0) ::close(lock_);
}

Result<> CheckpointFile::own() const {
  if (lock_ >= 0) return Done{};
  // Not the file itself: that is another one after each `store`. To remove the lock would let two
  // hold it, one the file that is gone and one its successor.
  const std::string path = path_ + ".lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return refuse(Code::gw_config, "", "the checkpoint cannot be locked: " + path);
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) {
    lock_ = fd;
    return Done{};
  }
  const bool is_taken = errno == EWOULDBLOCK;
  ::close(fd);
  return refuse(Code::gw_config, "",
                is_taken ? "another process reads on from the checkpoint: " + path_
                         : "the checkpoint cannot be locked: " + path);
}

Result<std::optional<Checkpoint>> CheckpointFile::load() const {
  if (const auto owned = own(); !owned) return owned.error();
  std::ifstream file(path_, std::ios::binary);
  if (!file) return std::optional<Checkpoint>{};
  std::ostringstream text;
  text << file.rdbuf();
  const auto json = parse_json(text.str());
  const auto checkpoint = json ? read_checkpoint(*json) : std::nullopt;
  if (!checkpoint) return refuse(Code::gw_config, "", "the checkpoint is damaged: " + path_);
  return *checkpoint;
}

void CheckpointFile::store(const Checkpoint& checkpoint) {
  if (const auto owned = own(); !owned) throw Fault(owned.error().detail);
  // The number as a string: a block number may exceed what JSON numbers carry.
  const std::string text = canonical(Json::Object{{"blockNumber", std::to_string(checkpoint.block)},
                                                  {"transactionId", checkpoint.transaction_id}});
  const std::string beside = path_ + ".new";
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  require(fd >= 0, beside);
  try {
    write_all(fd, text, beside);
    require(::fsync(fd) == 0, beside);
  } catch (...) {
    ::close(fd);
    throw;
  }
  require(::close(fd) == 0, beside);
  require(std::rename(beside.c_str(), path_.c_str()) == 0, path_);
  sync_folder_of(path_);
}

}  // namespace tradelane::gateway
