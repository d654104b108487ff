// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <map>

#include "adapters/http/client.hpp"
#include "adapters/shanghai/wire.hpp"

namespace tradelane::test {

/// A page with one record for each of `names`; a name stands for an envelope.
inline http::Answer page_of(const std::vector<std::string>& names, const std::string& next,
                            bool more = false) {
  shanghai::Page page{.next = next, .more = more};
  for (const std::string& name : names)
    page.records.push_back({.envelope = Json::Object{{"name", name}}});
  return {.status = 200, .content_type = "application/json", .body = canonical(to_json(page))};
}

/// A data node that gives the answers that were put in, then an empty page at the cursor.
class FakeNode : public http::Client {
 public:
  std::variant<http::Answer, http::NoAnswer> get(const std::string& target) override {
    targets.push_back(target);
    if (broken) throw Fault("the client broke");
    if (answers.empty()) return page_of({}, cursor_in(target));
    const auto first = answers.front();
    answers.pop_front();
    return first;
  }

  std::deque<std::variant<http::Answer, http::NoAnswer>> answers = {};
  std::vector<std::string> targets = {};
  bool broken = false;

 private:
  static std::string cursor_in(const std::string& target) {
    const auto begin = target.find("cursor=") + 7;
    return target.substr(begin, target.find('&') - begin);
  }
};

}  // namespace tradelane::test
