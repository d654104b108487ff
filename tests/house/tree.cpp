// SPDX-License-Identifier: Apache-2.0
#include "tests/house/tree.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tradelane::house {
namespace {

bool is_ours(const std::filesystem::path& path) {
  const auto name = path.filename();
  return name != "build" && name != ".git" && name != "node_modules";
}

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Where a comment or literal that starts at `at` ends; `at` itself when none starts there.
std::size_t end_of_comment(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) == "//") return std::min(text.find('\n', at), text.size());
  if (text.substr(at, 2) != "/*") return at;
  const auto end = text.find("*/", at + 2);
  return end == std::string_view::npos ? text.size() : end + 2;
}

std::size_t end_of_raw(std::string_view text, std::size_t at) {
  const auto open = text.find('(', at);
  if (open == std::string_view::npos) return text.size();
  const std::string close = ")" + std::string(text.substr(at + 2, open - at - 2)) + "\"";
  const auto end = text.find(close, open);
  return end == std::string_view::npos ? text.size() : end + close.size();
}

std::size_t end_of_literal(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) == "R\"" && (at == 0 || !is_name(text[at - 1])))
    return end_of_raw(text, at);
  // A quote after a digit separates thousands.
  const bool quote = text[at] == '"' || (text[at] == '\'' && (at == 0 || !is_name(text[at - 1])));
  if (!quote) return at;
  std::size_t end = at + 1;
  while (end < text.size() && text[end] != text[at] && text[end] != '\n')
    end += text[end] == '\\' ? 2U : 1U;
  return std::min(end + 1, text.size());
}

void blank(std::string& text, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i)
    if (text[i] != '\n') text[i] = ' ';
}

}  // namespace

Tree load(const std::string& root) {
  Tree tree;
  std::filesystem::recursive_directory_iterator at(root);
  for (; at != std::filesystem::recursive_directory_iterator(); ++at) {
    if (!is_ours(at->path())) {
      at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file()) continue;
    std::ifstream stream(at->path(), std::ios::binary);
    tree.push_back({.path = std::filesystem::relative(at->path(), root).generic_string(),
                    .text = {std::istreambuf_iterator<char>(stream), {}}});
  }
  std::sort(tree.begin(), tree.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return tree;
}

const File* find(const Tree& tree, std::string_view path) {
  const auto at =
      std::find_if(tree.begin(), tree.end(), [&](const File& file) { return file.path == path; });
  return at == tree.end() ? nullptr : &*at;
}

std::string text_of(const Problems& problems) {
  std::string out;
  for (const Problem& problem : problems)
    out += "\n" + problem.path + ":" + std::to_string(problem.line) + ": " + problem.reason;
  return out;
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    out.push_back({.number = out.size() + 1, .text = text.substr(0, end)});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string code_of(std::string_view text, bool literals) {
  std::string out(text);
  for (std::size_t at = 0; at < text.size();) {
    if (const auto end = end_of_comment(text, at); end != at) {
      blank(out, at, end);
      at = end;
    } else if (const auto close = end_of_literal(text, at); close != at) {
      if (!literals && close > at + 1) blank(out, at + 1, close - 1);
      at = close;
    } else {
      ++at;
    }
  }
  return out;
}

bool has_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto after = at + word.size();
    const bool starts = at == 0 || !is_name(text[at - 1]) || !is_name(word.front());
    const bool ends = after == text.size() || !is_name(text[after]) || !is_name(word.back());
    if (starts && ends) return true;
  }
  return false;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  for (;;) {
    const auto end = text.find(separator);
    out.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::string trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

}  // namespace tradelane::house
