// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/pem_file.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/bytes.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using shim::http2::read_pem;

namespace {

const std::string pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

struct Fixture {
  test::TempFolder folder;

  std::string complaint(const std::string& content) const {
    folder.write("file", content);
    const auto text = read_pem("the TLS key", folder.file("file"));
    return text ? "" : text.error().detail;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "pem file: PEM as it stands, and base64 of it") {
  folder.write("pem", pem);
  CHECK(read_pem("the TLS key", folder.file("pem")).value() == pem);
  const std::string encoded = to_base64(pem);
  folder.write("base64", encoded);
  CHECK(read_pem("the TLS key", folder.file("base64")).value() == pem);
  folder.write("wrapped", encoded.substr(0, 20) + "\r\n" + encoded.substr(20) + "\n");
  CHECK(read_pem("the TLS key", folder.file("wrapped")).value() == pem);
}

TEST_CASE_FIXTURE(Fixture, "pem file: what is no such file is named without what stands in it") {
  const std::string what = "the TLS key: " + folder.file("file") + " ";
  for (const std::string& wrong : {std::string(), std::string("c2VjcmV0"), std::string("secret!")})
    CHECK(complaint(wrong) ==
          what + "holds neither PEM nor base64 of it; give the file that was issued");
  const std::size_t most = 1024 * 1024;
  CHECK(complaint(pem + std::string(most - pem.size(), 'x')) == "");
  CHECK(complaint(pem + std::string(most + 1 - pem.size(), 'x')) ==
        what + "is larger than 1 MiB; it is no PEM file");
  const std::string mend = "cannot be read; give the path of a PEM file that this user may read";
  CHECK(read_pem("the TLS key", "/none").error().detail == "the TLS key: /none " + mend);
  const std::string path = folder.path();
  CHECK(read_pem("the TLS key", path).error().detail == "the TLS key: " + path + " " + mend);
}
