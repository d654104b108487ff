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
