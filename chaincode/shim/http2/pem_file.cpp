// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/pem_file.hpp"

#include <algorithm>
#include <fstream>

#include "chaincode/base/bytes.hpp"

namespace tradelane::shim::http2 {
namespace {

constexpr std::size_t most_bytes = 1024 * 1024;
constexpr const char* mark = "-----BEGIN ";

Error bad(const std::string& what, const std::string& path, const std::string& why) {
  return refuse(Code::arg_malformed, "", what + ": " + path + " " + why);
}

}  // namespace

Result<std::string> read_pem(const std::string& what, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(most_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  // A folder opens, and fails to be read.
  if (!file.is_open() || file.bad() || (file.fail() && !file.eof()))
    return bad(what, path, "cannot be read; give the path of a PEM file that this user may read");
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > most_bytes) return bad(what, path, "is larger than 1 MiB; it is no PEM file");
  if (text.find(mark) != std::string::npos) return text;
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == ' ' || c == '\t'; });
  auto decoded = from_base64(text);
  if (!decoded || decoded->find(mark) == std::string::npos)
    return bad(what, path, "holds neither PEM nor base64 of it; give the file that was issued");
  return std::move(*decoded);
}

}  // namespace tradelane::shim::http2
