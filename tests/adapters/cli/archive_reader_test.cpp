// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/archive_reader.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

using namespace tradelane;

namespace {

/// As other packers write it: compressed.
Bytes deflated(const Bytes& plain) {
  z_stream stream{};
  REQUIRE(::deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  Bytes out(::deflateBound(&stream, plain.size()) + 64, '\0');
  Bytes in = plain;
  stream.next_in = reinterpret_cast<unsigned char*>(in.data());
  stream.avail_in = static_cast<unsigned>(in.size());
  stream.next_out = reinterpret_cast<unsigned char*>(out.data());
  stream.avail_out = static_cast<unsigned>(out.size());
  REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return out;
}

/// A header of another kind with its content.
Bytes entry(char kind, const std::string& name, const Bytes& content) {
  Bytes out = cli::tar({{name, content}});
  out.resize(out.size() - 1024);
  out[156] = kind;
  std::fill_n(out.begin() + 148, 8, ' ');
  std::size_t sum = 0;
  for (std::size_t i = 0; i < 512; ++i) sum += static_cast<unsigned char>(out[i]);
  for (std::size_t i = 154; i > 148; --i, sum /= 8) out[i - 1] = static_cast<char>('0' + sum % 8);
  out[154] = '\0';
  return out;
}
Bytes ended(const Bytes& entries) { return entries + Bytes(1024, '\0'); }

/// POSIX's "LENGTH NAME=VALUE\n".
std::string record(const std::string& name_and_value) {
  std::size_t length = name_and_value.size() + 3;
  while (std::to_string(length).size() + 2 + name_and_value.size() != length) ++length;
  return std::to_string(length) + " " + name_and_value + "\n";
}

std::string refusal_of_gunzip(const Bytes& bytes) {
  const auto out = cli::gunzip(bytes);
  return out ? "" : std::string(info(out.error().code).token);
}
std::string refusal_of_untar(const Bytes& bytes) {
  const auto out = cli::untar(bytes);
  return out ? "" : out.error().detail;
}

}  // namespace

TEST_CASE("what we pack, and what others pack, is read again") {
  const Bytes content(70'000, 'x');
  const Bytes tar = cli::tar({{"a.json", "{}"}, {"b", content}});
  for (const Bytes& packed : {cli::gzip(tar), deflated(tar), cli::gzip("") + deflated(tar)}) {
    const auto plain = cli::gunzip(packed);
    REQUIRE(plain);
    const auto entries = cli::untar(*plain);
    REQUIRE(entries);
    REQUIRE(entries->size() == 2);
    CHECK((*entries)[0].file.name == "a.json");
    CHECK((*entries)[0].is_regular());
    CHECK((*entries)[1].file.content == content);
  }
}

TEST_CASE("gzip that is none, is cut off, or is a bomb") {
  const Bytes packed = cli::gzip("content");
  CHECK(refusal_of_gunzip("") == "ARG_MALFORMED");
  CHECK(refusal_of_gunzip("plain text") == "ARG_MALFORMED");
  for (std::size_t size = 1; size < packed.size(); ++size) {
    CAPTURE(size);
    CHECK(refusal_of_gunzip(packed.substr(0, size)) == "ARG_MALFORMED");
  }
  CHECK(refusal_of_gunzip(packed + "rest") == "ARG_MALFORMED");
  CHECK(refusal_of_gunzip(deflated(Bytes(cli::most_unpacked_bytes, '\0'))).empty());
  CHECK(refusal_of_gunzip(deflated(Bytes(cli::most_unpacked_bytes + 1, '\0'))) == "ARG_LIMIT");
}

TEST_CASE("tar that is none, is cut off, or lies about its sizes") {
  const Bytes tar = cli::tar({{"a", "content"}});
  CHECK(refusal_of_untar("") == "the end of the tar is missing");
  CHECK(refusal_of_untar(Bytes(512, 'x')) == "no tar: a wrong checksum");
  CHECK(refusal_of_untar(tar.substr(0, 1024)) == "the end of the tar is missing");
  CHECK(refusal_of_untar(tar.substr(0, 515)) == "a file in the tar is cut off");
  Bytes changed = tar;
  changed[0] = 'b';
  CHECK(refusal_of_untar(changed) == "no tar: a wrong checksum");
  CHECK(refusal_of_untar(tar).empty());
}

TEST_CASE("what stands before an entry is said of it, as a peer reads it") {
  const std::string long_name(150, 'n');
  const Bytes content(20, 'c');
  const Bytes file = entry('0', "short", content);
  const auto pax = [](const std::string& records) { return entry('x', "PaxHeaders/x", records); };
  struct Row {
    const char* what;
    Bytes tar;
    std::string name;
  };
  const Row rows[] = {
      {"pax: times alone", pax(record("mtime=1.5")) + file, "short"},
      {"pax: a name", pax(record("mtime=1.5") + record("path=" + long_name)) + file, long_name},
      {"pax: a name taken back", pax(record("path=a") + record("path=")) + file, "short"},
      {"pax: nothing", pax("") + file, "short"},
      {"GNU: a long name", entry('L', "././@LongLink", long_name + '\0') + file, long_name},
      {"GNU: a long link", entry('K', "././@LongLink", long_name + '\0') + file, "short"},
      {"GNU: both", entry('K', "l", "k") + entry('L', "l", "two") + file, "two"},
      {"both families", entry('L', "l", "gnu") + pax(record("path=pax")) + file, "gnu"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    // The next file has its own name again.
    const auto entries = cli::untar(ended(row.tar + entry('0', "next", "")));
    REQUIRE(entries);
    REQUIRE(entries->size() == 2);
    CHECK((*entries)[0].file.name == row.name);
    CHECK((*entries)[0].file.content == content);
    CHECK((*entries)[0].is_regular());
    CHECK((*entries)[1].file.name == "next");
  }
}

TEST_CASE("a size in an extended header counts, and a global header is an entry") {
  Bytes file = entry('0', "a", Bytes(600, 'c'));
  const auto sized = [&](const char* size) {
    return ended(entry('x', "x", record("size=" + std::string(size))) + file);
  };
  const auto shorter = cli::untar(sized("599"));
  REQUIRE(shorter);
  CHECK(shorter->at(0).file.content == Bytes(599, 'c'));
  CHECK(cli::untar(sized(""))->at(0).file.content == Bytes(600, 'c'));
  CHECK(refusal_of_untar(sized("99999")) == "a file in the tar is cut off");
  const auto global = cli::untar(ended(entry('g', "pax_global_header", record("a=b")) + file));
  REQUIRE(global);
  REQUIRE(global->size() == 2);
  CHECK(global->front().kind == 'g');
  CHECK_FALSE(global->front().is_regular());
}

TEST_CASE("an extended header that is none is refused") {
  for (const std::string records :
       {"x", "5", "5 a=b", "6 a=b", "7 a=b\n", "4 ab\n", "5 ab\n", "4 =\n", "5 =b\n", "-6 a=b\n",
        "2 \n", "1 a=b\n", "9 size=x\n", "99999999999999999999 a=b\n"}) {
    CAPTURE(records);
    const Bytes tar = ended(entry('x', "x", records) + entry('0', "a", ""));
    CHECK(refusal_of_untar(tar) == "an extended header in the tar is none");
  }
  const Bytes with_nul = ended(entry('x', "x", record(std::string("path=a\0b", 8))));
  CHECK(refusal_of_untar(with_nul) == "an extended header in the tar is none");
  CHECK(refusal_of_untar(ended(entry('x', "x", "6 a=b\n") + entry('0', "a", ""))).empty());
}
