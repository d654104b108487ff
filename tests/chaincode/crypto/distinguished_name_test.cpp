// SPDX-License-Identifier: Apache-2.0
// What other shims print for whole certificates is in certificate_test.cpp; here what they cannot
// tell apart.
#include "chaincode/crypto/distinguished_name.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::crypto;

namespace {

NameAttribute common_name(const std::string& text) { return {.oid = "2.5.4.3", .text = text}; }
NameAttribute organisation(const std::string& text) { return {.oid = "2.5.4.10", .text = text}; }
NameAttribute country(const std::string& text) { return {.oid = "2.5.4.6", .text = text}; }
NameAttribute user_id(const std::string& text) {
  return {.oid = "0.9.2342.19200300.100.1.1", .text = text};
}
NameAttribute joined(NameAttribute attribute) {
  attribute.joined = true;
  return attribute;
}

}  // namespace

TEST_CASE("names: the empty one, and joined attributes without a first") {
  CHECK(go_text({}) == "");
  CHECK(node_text({}) == "");
  CHECK(java_text({}) == "");
  CHECK(java_text({joined(common_name("a"))}) == "CN=a");
  CHECK(java_text({country("HK"), common_name("a"), joined(organisation("b"))}) ==
        "CN=a + O=b, C=HK");
}

TEST_CASE("names: two that one form prints alike, another apart") {
  struct Row {
    const char* what;
    DistinguishedName one, two;
    bool go, node, java;  // alike
  };
  const Row rows[] = {
      {"another text", {common_name("a")}, {common_name("b")}, false, false, false},
      {"a comma that is part of the text",
       {organisation("a"), common_name("b")},
       {common_name("b,O=a")},
       false,
       false,
       false},
      {"another order",
       {country("HK"), common_name("a")},
       {common_name("a"), country("HK")},
       true,
       false,
       false},
      {"a kind that Go leaves out",
       {user_id("1"), common_name("a")},
       {user_id("2"), common_name("a")},
       true,
       false,
       false},
      {"a second slash",
       {organisation("a/b"), common_name("c")},
       {organisation("a/b/CN=c")},
       false,
       true,
       false},
      {"two values in one relative name",
       {organisation("a"), common_name("b")},
       {organisation("a"), joined(common_name("b"))},
       true,
       true,
       false},
      {"quotes that are part of the text",
       {common_name("a,b")},
       {common_name("\"a,b\"")},
       false,
       false,
       true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK((go_text(row.one) == go_text(row.two)) == row.go);
    CHECK((node_text(row.one) == node_text(row.two)) == row.node);
    CHECK((java_text(row.one) == java_text(row.two)) == row.java);
  }
}
