// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/archive.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "chaincode/base/result.hpp"

namespace tradelane::cli {

namespace {

constexpr std::size_t block_bytes = 512;

std::string octal(std::size_t value, std::size_t digits) {
  std::string out(digits, '0');
  for (std::size_t i = digits; i > 0 && value > 0; --i, value /= 8)
    out[i - 1] = static_cast<char>('0' + value % 8);
  return out;
}

Bytes header_of(const ArchiveFile& file) {
  if (file.name.empty() || file.name.size() > 100) throw Fault("no name for ustar: " + file.name);
  Bytes header(block_bytes, '\0');
  const auto put = [&](std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
  };
  put(0, file.name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, octal(file.content.size(), 11));
  put(136, octal(0, 11));
  put(148, "        ");  // the checksum counts itself as blanks
  put(156, "0");
  put(257, "ustar");
  put(263, "00");
  std::size_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, octal(sum, 6) + std::string("\0 ", 2));
  return header;
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

void append_little_endian(Bytes& out, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) out.push_back(static_cast<char>((value >> (8 * i)) & 0xffU));
}

}  // namespace

Bytes tar(const std::vector<ArchiveFile>& files) {
  Bytes out;
  for (const ArchiveFile& file : files) {
    out += header_of(file) + file.content;
    out.resize((out.size() + block_bytes - 1) / block_bytes * block_bytes, '\0');
  }
  out.resize(out.size() + 2 * block_bytes, '\0');
  return out;
}

Bytes gzip(std::string_view content) {
  constexpr std::size_t stored_limit = 65535;
  Bytes out("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  std::string_view rest = content;
  do {
    const std::string_view part = rest.substr(0, stored_limit);
    rest.remove_prefix(part.size());
    const auto size = static_cast<std::uint32_t>(part.size());
    out.push_back(rest.empty() ? '\1' : '\0');
    append_little_endian(out, size, 2);
    append_little_endian(out, ~size, 2);
    out += part;
  } while (!rest.empty());
  append_little_endian(out, crc32(content), 4);
  append_little_endian(out, static_cast<std::uint32_t>(content.size()), 4);
  return out;
}

}  // namespace tradelane::cli
