// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "tests/house/checks.hpp"

namespace tradelane::house {
namespace {

struct Layer {
  std::string_view folder;
  /// Folders, or single headers, besides itself. A name between <> stands for one folder.
  std::vector<std::string_view> sees;
};

/// house.md 2, "Who may include whom". The first row that fits a file counts.
const std::vector<Layer>& layers() {
  static const std::vector<Layer> all{
      {"chaincode/base/", {}},
      {"chaincode/codec/", {"chaincode/base/"}},
      {"chaincode/crypto/", {"chaincode/base/"}},
      {"chaincode/ledger/", {"chaincode/base/", "chaincode/codec/"}},
      {"chaincode/contract/",
       {"chaincode/ledger/", "chaincode/crypto/", "chaincode/codec/", "chaincode/base/"}},
      {"chaincode/contracts/",
       {"chaincode/contract/", "chaincode/ledger/", "chaincode/crypto/", "chaincode/codec/",
        "chaincode/base/", "chaincode/contracts/<>/keys.hpp", "chaincode/contracts/<>/records.hpp",
        "chaincode/contracts/<>/effects.hpp"}},
      {"chaincode/shim/codec/", {"chaincode/base/"}},
      {"chaincode/shim/",
       {"chaincode/ledger/", "chaincode/crypto/", "chaincode/codec/", "chaincode/base/"}},
      {"chaincode/devpeer/",
       {"chaincode/ledger/", "chaincode/crypto/", "chaincode/codec/", "chaincode/base/", "proto/",
        "chaincode/shim/http2/", "chaincode/operations/"}},
      {"chaincode/operations/", {"chaincode/base/"}},
      // The program with our contracts, beside what serves any chaincode and knows none.
      {"chaincode/server/main.cpp", {"chaincode/server/"}},
      {"chaincode/server/contracts.", {"chaincode/"}},
      {"chaincode/server/",
       {"chaincode/shim/", "chaincode/operations/", "chaincode/ledger/", "chaincode/codec/",
        "chaincode/base/"}},
      {"adapters/gateway/",
       {"chaincode/base/", "chaincode/codec/", "chaincode/crypto/", "chaincode/operations/",
        "proto/"}},
      {"adapters/feed/",
       {"chaincode/base/", "chaincode/codec/", "chaincode/crypto/", "chaincode/operations/"}},
      {"adapters/http/",
       {"chaincode/base/", "chaincode/codec/", "chaincode/crypto/", "chaincode/operations/"}},
      // What adapters' processes have in common, and gateway and feed may not know of each other.
      {"adapters/service/",
       {"adapters/gateway/", "adapters/feed/", "adapters/http/", "chaincode/base/",
        "chaincode/codec/", "chaincode/crypto/", "chaincode/operations/"}},
      {"adapters/",
       {"adapters/gateway/", "adapters/feed/", "adapters/http/", "adapters/service/",
        "chaincode/base/", "chaincode/codec/", "chaincode/crypto/", "chaincode/operations/",
        "chaincode/contracts/<>/transactions.hpp", "chaincode/contract/act.hpp"}},
      {"tests/", {"chaincode/", "adapters/", "proto/", "tests/"}},
  };
  return all;
}

struct Library {
  std::string_view header;
  std::vector<std::string_view> at;
};

/// house.md 2 and 7: each library stays behind the layer that wraps it.
const std::vector<Library>& libraries() {
  static const std::vector<Library> all{
      {"openssl/",
       {"chaincode/crypto/", "chaincode/shim/http2/", "adapters/http/", "proto/openssl_until_exit.",
        "tests/"}},
      {"grpc", {"adapters/gateway/", "chaincode/devpeer/", "tests/"}},
      {"google/protobuf", {"adapters/gateway/", "chaincode/devpeer/", "proto/", "tests/"}},
      {"nghttp2/", {"chaincode/shim/http2/", "tests/"}},
      {"boost/json", {"chaincode/codec/", "chaincode/crypto/", "tests/"}},
      {"boost/context", {"chaincode/shim/", "tests/"}},
      {"boost/beast", {"chaincode/operations/", "adapters/http/", "tests/"}},
      {"boost/asio", {"chaincode/operations/", "adapters/http/", "tests/"}},
      {"prometheus/", {"chaincode/operations/", "tests/"}},
      {"boost/url", {"adapters/", "tests/"}},
      {"httplib", {"adapters/http/", "tests/"}},
      {"sqlite3", {"chaincode/devpeer/", "adapters/feed/", "tests/"}},
      {"p11-kit/", {"adapters/gateway/"}},
      {"unicode/", {"adapters/", "tests/"}},
      {"yaml-cpp/", {"adapters/cli/", "tests/"}},
      {"zlib.h", {"adapters/cli/", "tests/"}},
      {"pugixml", {"adapters/", "tests/"}},
      {"CLI/", {"chaincode/server/", "chaincode/devpeer/", "adapters/", "tests/"}},
      {"doctest/", {"tests/"}},
  };
  return all;
}

bool fits(std::string_view include, std::string_view seen) {
  const auto hole = seen.find("<>");
  if (hole == std::string_view::npos) return include.starts_with(seen);
  if (!include.starts_with(seen.substr(0, hole))) return false;
  include.remove_prefix(hole);
  const auto slash = include.find('/');
  return slash != std::string_view::npos && include.substr(slash) == seen.substr(hole + 2);
}

/// "chaincode/contracts/ebl/" for a layer whose folders are layers of their own.
std::string own_folder(const File& file, const Layer& layer) {
  const bool each = layer.folder == "chaincode/contracts/" || layer.folder == "adapters/";
  if (!each) return std::string(layer.folder);
  return file.path.substr(0, file.path.find('/', layer.folder.size()) + 1);
}

bool may_include(const File& file, std::string_view include) {
  const auto layer = std::find_if(layers().begin(), layers().end(),
                                  [&](const Layer& l) { return file.in(l.folder); });
  if (layer == layers().end() || include.starts_with(own_folder(file, *layer))) return true;
  return std::any_of(layer->sees.begin(), layer->sees.end(),
                     [&](std::string_view seen) { return fits(include, seen); });
}

/// Keys and certificates are made by devpeer and the adapters, never where contracts run.
bool makes_signatures(std::string_view include) {
  return include == "chaincode/crypto/private_key.hpp" ||
         include == "chaincode/crypto/certificate_authority.hpp";
}
bool never_signs(const File& file) {
  return file.in("chaincode/") && !file.in("chaincode/crypto/") && !file.in("chaincode/devpeer/");
}

struct Include {
  std::size_t line;
  bool quoted;
  std::string_view name;
};

std::vector<Include> includes_of(std::string_view code) {
  std::vector<Include> out;
  for (const Line& line : lines_of(code)) {
    if (!line.text.starts_with("#include ")) continue;
    const auto name = line.text.substr(9);
    const auto end = name.find_first_of(">\"", 1);
    if (end == std::string_view::npos) continue;
    out.push_back({line.number, name.front() == '"', name.substr(1, end - 1)});
  }
  return out;
}

/// The name right below `folder`, with a trailing slash when it is itself a folder.
std::string first_name(std::string_view path, std::size_t folder) {
  const auto slash = path.find('/', folder);
  return std::string(path.substr(
      folder, slash == std::string_view::npos ? std::string_view::npos : slash - folder + 1));
}

const std::set<std::string> at_root{
    "CMakeLists.txt", "chaincode/", "adapters/",    "proto/",           "fixtures/",   "tests/",
    "charts/",        "README.md",  ".ci/",         ".clang-format",    ".clang-tidy", ".gitignore",
    ".editorconfig",  "LICENSE",    "CHANGELOG.md", "CMakePresets.json"};
const std::set<std::string> in_chaincode{"CMakeLists.txt", "README.md", "base/",       "codec/",
                                         "crypto/",        "ledger/",   "contract/",   "contracts/",
                                         "shim/",          "devpeer/",  "operations/", "server/"};
const std::set<std::string> in_adapters{"CMakeLists.txt", "gateway/", "feed/",     "http/",
                                        "service/",       "cdi/",     "shanghai/", "cli/"};
const std::set<std::string> in_contracts{"CMakeLists.txt", "party/",   "ebl/",       "consent/",
                                         "evidence/",      "finance/", "settlement/"};

struct Place {
  std::string_view folder;
  const std::set<std::string>& names;
};

}  // namespace

Problems wrong_places(const Tree& tree) {
  const Place places[] = {{"", at_root},
                          {"chaincode/", in_chaincode},
                          {"adapters/", in_adapters},
                          {"chaincode/contracts/", in_contracts}};
  Problems out;
  for (const File& file : tree)
    for (const Place& place : places)
      if (file.in(place.folder) && !file.is(".swp") &&
          !place.names.contains(first_name(file.path, place.folder.size())))
        out.push_back({file.path, 0, "the house has no such place (house.md 2)"});
  return out;
}

Problems wrong_includes(const Tree& tree) {
  Problems out;
  for (const File& file : tree) {
    if (!file.is_cpp()) continue;
    const std::string code = code_of(file.text, true);
    for (const Include& include : includes_of(code)) {
      if (!include.quoted) continue;
      const std::string name(include.name);
      if (!may_include(file, include.name))
        out.push_back({file.path, include.line, "this layer may not include " + name});
      if (makes_signatures(include.name) && never_signs(file))
        out.push_back({file.path, include.line, "nothing is signed here: " + name});
    }
  }
  return out;
}

Problems wrong_libraries(const Tree& tree) {
  Problems out;
  for (const File& file : tree) {
    if (!file.is_cpp()) continue;
    const std::string code = code_of(file.text, true);
    for (const Include& include : includes_of(code))
      for (const Library& library : libraries())
        if (include.name.starts_with(library.header) && !include.quoted &&
            std::none_of(library.at.begin(), library.at.end(),
                         [&](std::string_view at) { return file.in(at); }))
          out.push_back({file.path, include.line,
                         "this layer may not use the library of " + std::string(include.name)});
  }
  return out;
}

}  // namespace tradelane::house
