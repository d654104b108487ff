// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/archive_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <zlib.h>

namespace tradelane::cli {

namespace {

constexpr std::size_t block_bytes = 512;

Error malformed(const char* what) { return refuse(Code::arg_malformed, "", what); }

/// Frees what zlib holds.
struct Inflater {
  z_stream stream = {};
  Inflater() {
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (::inflateInit2(&stream, gzip_only) != Z_OK) throw Fault("zlib cannot start");
  }
  ~Inflater() { ::inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

std::string_view text_at(std::string_view header, std::size_t at, std::size_t size) {
  const std::string_view field = header.substr(at, size);
  return field.substr(0, field.find('\0'));
}

std::optional<std::size_t> octal_at(std::string_view header, std::size_t at, std::size_t size) {
  std::string_view text = text_at(header, at, size);
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.empty()) return std::nullopt;
  std::size_t out = 0;
  for (const char c : text) {
    if (c < '0' || c > '7') return std::nullopt;
    out = out * 8 + static_cast<std::size_t>(c - '0');
  }
  return out;
}

bool has_right_sum(std::string_view header) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < block_bytes; ++i)
    sum += i >= 148 && i < 156 ? std::size_t{32} : static_cast<unsigned char>(header[i]);
  return octal_at(header, 148, 8) == sum;
}

std::string name_in(std::string_view header) {
  const std::string name(text_at(header, 0, 100));
  const std::string prefix(text_at(header, 257, 5) == "ustar" ? text_at(header, 345, 155) : "");
  return prefix.empty() ? name : prefix + "/" + name;
}

std::optional<std::size_t> decimal(std::string_view text) {
  std::size_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

/// What stands before an entry and is said of it: POSIX's extended header, GNU's long names.
struct Ahead {
  std::string name = {};
  /// GNU's: it counts before the other, as with Go, in which peers are written.
  std::string long_name = {};
  std::optional<std::size_t> size = {};
};

bool is_ahead(char kind) { return kind == 'x' || kind == 'L' || kind == 'K'; }

/// "LENGTH NAME=VALUE\n", where LENGTH counts all of it; false for what is no such record. An empty
/// value takes back the record: what the header itself has counts.
bool take_record(std::string_view& rest, Ahead& out) {
  const std::size_t blank = rest.find(' ');
  const auto length = decimal(rest.substr(0, blank));
  if (blank == std::string_view::npos || !length || *length < blank + 2 || *length > rest.size() ||
      rest[*length - 1] != '\n')
    return false;
  const std::string_view record = rest.substr(blank + 1, *length - blank - 2);
  rest.remove_prefix(*length);
  const std::size_t equals = record.find('=');
  if (equals == std::string_view::npos || equals == 0) return false;
  const std::string_view name = record.substr(0, equals);
  const std::string_view value = record.substr(equals + 1);
  if (name == "path") {
    out.name = value;
    return value.find('\0') == std::string_view::npos;
  }
  if (name != "size") return true;
  out.size = decimal(value);
  return value.empty() || out.size;
}

/// False for a header of POSIX's kind that is none.
bool read_ahead(char kind, std::string_view content, Ahead& out) {
  if (kind == 'L') out.long_name = text_at(content, 0, content.size());
  while (kind == 'x' && !content.empty())
    if (!take_record(content, out)) return false;
  return true;
}

bool is_zero(std::string_view block) {
  return std::all_of(block.begin(), block.end(), [](char c) { return c == '\0'; });
}

}  // namespace

Result<Bytes> gunzip(std::string_view bytes) {
  if (bytes.size() > most_unpacked_bytes) return refuse(Code::arg_limit, "", "too large");
  Inflater inflater;
  z_stream& stream = inflater.stream;
  stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<unsigned>(bytes.size());
  Bytes out;
  std::array<char, 65536> part{};
  for (int state = Z_OK; state != Z_STREAM_END || stream.avail_in > 0;) {
    if (state == Z_STREAM_END && ::inflateReset(&stream) != Z_OK) return malformed("no gzip");
    stream.next_out = reinterpret_cast<unsigned char*>(part.data());
    stream.avail_out = part.size();
    state = ::inflate(&stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) return malformed("no gzip, or cut off");
    out.append(part.data(), part.size() - stream.avail_out);
    if (out.size() > most_unpacked_bytes) return refuse(Code::arg_limit, "", "too large, unpacked");
  }
  return out;
}

Result<std::vector<ArchiveEntry>> untar(std::string_view bytes) {
  std::vector<ArchiveEntry> out;
  Ahead ahead;
  while (bytes.size() >= block_bytes) {
    const std::string_view header = bytes.substr(0, block_bytes);
    if (is_zero(header)) return out;
    if (!has_right_sum(header)) return malformed("no tar: a wrong checksum");
    const char kind = header[156];
    auto size = octal_at(header, 124, 12);
    if (!is_ahead(kind) && ahead.size) size = ahead.size;
    bytes.remove_prefix(block_bytes);
    if (!size || *size > bytes.size()) return malformed("a file in the tar is cut off");
    const std::string_view content = bytes.substr(0, *size);
    if (!is_ahead(kind)) {
      std::string name = ahead.long_name.empty() ? ahead.name : ahead.long_name;
      if (name.empty()) name = name_in(header);
      out.push_back({.file = {.name = std::move(name), .content = Bytes(content)}, .kind = kind});
      ahead = {};
    } else if (!read_ahead(kind, content, ahead)) {
      return malformed("an extended header in the tar is none");
    }
    const std::size_t padded = (*size + block_bytes - 1) / block_bytes * block_bytes;
    bytes.remove_prefix(std::min(padded, bytes.size()));
  }
  return malformed("the end of the tar is missing");
}

}  // namespace tradelane::cli
