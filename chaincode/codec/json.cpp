// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/json.hpp"

#include <charconv>
#include <cstdint>

#include <boost/json/basic_parser_impl.hpp>

#include "chaincode/base/bytes.hpp"
#include "chaincode/codec/foreign_json.hpp"
#include "chaincode/codec/json_text.hpp"
#include "chaincode/codec/number.hpp"

namespace tradelane {
namespace {

namespace bj = boost::json;

/// Receives the events of Boost.JSON's parser and builds a `Json`, counting as it goes.
class Builder {
 public:
  using error_code = bj::error_code;
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  Builder(const JsonLimits& limits, bool takes_any_number)
      : limits_(limits), takes_any_number_(takes_any_number) {}

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& ec) { return open(Json(Json::Object{}), ec); }
  bool on_array_begin(error_code& ec) { return open(Json(Json::Array{}), ec); }
  bool on_object_end(std::size_t, error_code& ec) { return close(ec); }
  bool on_array_end(std::size_t, error_code& ec) { return close(ec); }
  bool on_key_part(std::string_view part, std::size_t, error_code& ec) { return gather(part, ec); }
  bool on_key(std::string_view part, std::size_t, error_code& ec) {
    if (!gather(part, ec)) return false;
    names_.push_back(std::move(text_));
    text_.clear();
    if (open_.back().as_object()->contains(names_.back())) return fail("duplicate name", ec);
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t, error_code& ec) {
    return gather(part, ec);
  }
  bool on_string(std::string_view part, std::size_t, error_code& ec) {
    if (!gather(part, ec)) return false;
    std::string text = std::move(text_);
    text_.clear();
    return add(Json(std::move(text)), ec);
  }
  bool on_number_part(std::string_view part, error_code& ec) { return digits(part, ec); }
  bool on_int64(std::int64_t, std::string_view part, error_code& ec) { return number(part, ec); }
  bool on_uint64(std::uint64_t, std::string_view part, error_code& ec) { return number(part, ec); }
  bool on_double(double, std::string_view part, error_code& ec) { return number(part, ec); }
  bool on_bool(bool value, error_code& ec) { return add(Json(value), ec); }
  bool on_null(error_code& ec) { return add(Json(), ec); }
  bool on_comment_part(std::string_view, error_code&) { return true; }
  bool on_comment(std::string_view, error_code&) { return true; }

  Json take() { return std::move(root_); }
  /// Why the builder itself stopped, empty when it did not.
  const std::optional<Error>& refusal() const { return refusal_; }

 private:
  bool fail(const char* reason, error_code& ec, Code code = Code::arg_malformed) {
    refusal_ = refuse(code, "", reason);
    ec = bj::error::syntax;
    return false;
  }
  bool gather(std::string_view part, error_code& ec) {
    if (text_.size() + part.size() > limits_.string_bytes)
      return fail("string too long", ec, Code::arg_limit);
    text_.append(part);
    return true;
  }
  bool digits(std::string_view part, error_code& ec) {
    if (text_.size() + part.size() > limits_.number_bytes)
      return fail("number too long", ec, Code::arg_limit);
    text_.append(part);
    return true;
  }
  bool number(std::string_view part, error_code& ec) {
    if (!digits(part, ec)) return false;
    auto text = canonical_number(text_);
    if (!text && takes_any_number_) text = text_;
    text_.clear();
    if (!text) return fail("number with more than 15 significant digits", ec);
    return add(Json(Json::Number{*text}), ec);
  }
  bool open(Json container, error_code& ec) {
    if (open_.size() >= limits_.depth) return fail("nested too deep", ec, Code::arg_limit);
    if (!count(ec)) return false;
    open_.push_back(std::move(container));
    return true;
  }
  bool close(error_code&) {
    Json done = std::move(open_.back());
    open_.pop_back();
    place(std::move(done));
    return true;
  }
  bool add(Json value, error_code& ec) {
    if (!count(ec)) return false;
    place(std::move(value));
    return true;
  }
  bool count(error_code& ec) {
    return ++nodes_ <= limits_.nodes || fail("too many values", ec, Code::arg_limit);
  }
  void place(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Json::Array* array = open_.back().as_array()) {
      array->push_back(std::move(value));
    } else {
      open_.back().as_object()->emplace(std::move(names_.back()), std::move(value));
      names_.pop_back();
    }
  }

  JsonLimits limits_;
  bool takes_any_number_;
  std::size_t nodes_ = 0;
  std::string text_;
  std::vector<std::string> names_;
  std::vector<Json> open_;
  Json root_;
  std::optional<Error> refusal_;
};

void write(std::string& out, const Json& value);

void write_object(std::string& out, const Json::Object& object) {
  out.push_back('{');
  const char* separator = "";
  for (const auto& [name, member] : object) {
    out.append(separator);
    append_json_string(out, name);
    out.push_back(':');
    write(out, member);
    separator = ",";
  }
  out.push_back('}');
}

void write(std::string& out, const Json& value) {
  if (const auto* text = value.as_string()) {
    append_json_string(out, *text);
  } else if (const auto* number = value.as_number()) {
    out.append(number->text);
  } else if (const auto* boolean = value.as_bool()) {
    out.append(*boolean ? "true" : "false");
  } else if (const auto* object = value.as_object()) {
    write_object(out, *object);
  } else if (const auto* array = value.as_array()) {
    out.push_back('[');
    const char* separator = "";
    for (const Json& item : *array) {
      out.append(separator);
      write(out, item);
      separator = ",";
    }
    out.push_back(']');
  } else {
    out.append("null");
  }
}

/// What `write` needs unless something is escaped.
std::size_t likely_size(const Json& value) {
  constexpr std::size_t around = 4;  // quotes, colon, comma
  std::size_t out = around;
  if (const auto* text = value.as_string()) out += text->size();
  if (const auto* number = value.as_number()) out += number->text.size();
  if (const auto* object = value.as_object())
    for (const auto& [name, member] : *object) out += name.size() + around + likely_size(member);
  if (const auto* array = value.as_array())
    for (const Json& item : *array) out += likely_size(item);
  return out;
}

}  // namespace

bool CanonicalOrder::operator()(std::string_view a, std::string_view b) const {
  // UTF-8 sorts like code points; UTF-16 differs only in that the surrogates of U+10000 and above
  // (lead bytes F0...F4) come before U+E000...U+FFFF (lead bytes EE and EF).
  const auto rank = [](char c) -> int {
    const int byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte;
  };
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
    if (a[i] != b[i]) return rank(a[i]) < rank(b[i]);
  return a.size() < b.size();
}

Json::Json() = default;
Json::Json(bool value) : value_(value) {}
Json::Json(std::int64_t value) : value_(Number{std::to_string(value)}) {}
Json::Json(int value) : Json(std::int64_t{value}) {}
Json::Json(Number value) : value_(std::move(value)) {}
Json::Json(std::string value) : value_(std::move(value)) {}
Json::Json(std::string_view value) : value_(std::string(value)) {}
Json::Json(const char* value) : value_(std::string(value)) {}
Json::Json(Array value) : value_(std::move(value)) {}
Json::Json(Object value) : value_(std::move(value)) {}
Json::Json(const Json&) = default;
Json::Json(Json&&) noexcept = default;
Json& Json::operator=(const Json&) = default;
Json& Json::operator=(Json&&) noexcept = default;
Json::~Json() = default;

bool Json::is_null() const { return std::holds_alternative<std::monostate>(value_); }
const bool* Json::as_bool() const { return std::get_if<bool>(&value_); }
const Json::Number* Json::as_number() const { return std::get_if<Number>(&value_); }
const std::string* Json::as_string() const { return std::get_if<std::string>(&value_); }
const Json::Array* Json::as_array() const { return std::get_if<Array>(&value_); }
const Json::Object* Json::as_object() const { return std::get_if<Object>(&value_); }
Json::Array* Json::as_array() { return std::get_if<Array>(&value_); }
Json::Object* Json::as_object() { return std::get_if<Object>(&value_); }

bool Json::operator==(const Json& other) const { return value_ == other.value_; }

std::optional<std::int64_t> Json::as_integer() const {
  const Number* number = as_number();
  if (number == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const char* last = number->text.data() + number->text.size();
  const auto [end, error] = std::from_chars(number->text.data(), last, value);
  constexpr std::int64_t largest = (std::int64_t{1} << 53) - 1;
  if (error != std::errc{} || end != last || value > largest || value < -largest)
    return std::nullopt;
  return value;
}

const Json* Json::find(std::string_view name) const {
  const Object* object = as_object();
  if (object == nullptr) return nullptr;
  const auto at = object->find(name);
  return at == object->end() ? nullptr : &at->second;
}

namespace {

/// Canonical text of texts, counts, truths and what is made of them: nearly all that comes. False
/// says nothing: Boost's parser and `Builder` know what the text is.
class QuickReader {
 public:
  explicit QuickReader(std::string_view text) : in_(text) {}

  bool read(Json& out, std::size_t depth) { return read_value(out, depth) && in_.at_end(); }

 private:
  bool read_value(Json& out, std::size_t depth) {
    if (in_.take('{')) return depth > 0 && read_object(out, depth - 1);
    if (in_.take('[')) return depth > 0 && read_array(out, depth - 1);
    if (const auto text = in_.take_string()) {
      out = Json(*text);
    } else if (const auto count = in_.take_count()) {
      out = Json(*count);
    } else if (in_.take("true")) {
      out = Json(true);
    } else if (in_.take("false")) {
      out = Json(false);
    } else {
      return in_.take("null");
    }
    return true;
  }
  bool read_object(Json& out, std::size_t depth) {
    out = Json(Json::Object{});
    if (in_.take('}')) return true;
    Json::Object& object = *out.as_object();
    do {
      const auto name = in_.take_string();
      if (!name || !in_.take(':')) return false;
      if (!object.empty() && !CanonicalOrder{}(object.rbegin()->first, *name)) return false;
      const auto member = object.emplace_hint(object.end(), *name, Json());
      if (!read_value(member->second, depth)) return false;
    } while (in_.take(','));
    return in_.take('}');
  }
  bool read_array(Json& out, std::size_t depth) {
    out = Json(Json::Array{});
    if (in_.take(']')) return true;
    do {
      if (!read_value(out.as_array()->emplace_back(), depth)) return false;
    } while (in_.take(','));
    return in_.take(']');
  }

  JsonCursor in_;
};

/// Whether only its depth can take a text beyond the limits.
bool is_small(std::string_view text, const JsonLimits& limits) {
  constexpr std::size_t most = 16 * std::size_t{1024};
  constexpr std::size_t digits = 16;  // of a count
  return text.size() <= most && text.size() <= limits.string_bytes &&
         text.size() / 2 < limits.nodes && digits <= limits.number_bytes;
}

Result<Json> parse(std::string_view text, const JsonLimits& limits, bool takes_any_number) {
  if (text.size() > limits.bytes) return refuse(Code::arg_limit, "", "JSON text too long");
  if (!is_utf8(text)) return refuse(Code::arg_malformed, "", "not UTF-8");
  if (Json quick; is_small(text, limits) && QuickReader(text).read(quick, limits.depth))
    return quick;
  bj::parse_options options;
  options.max_depth = limits.depth + 1;
  bj::basic_parser<Builder> parser(options, limits, takes_any_number);
  bj::error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (parser.handler().refusal()) return *parser.handler().refusal();
  if (ec || used != text.size()) return refuse(Code::arg_malformed, "", "not JSON");
  return parser.handler().take();
}

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  return parse(text, limits, false);
}

Result<Json> parse_foreign_json(std::string_view text, const JsonLimits& limits) {
  return parse(text, limits, true);
}

std::string canonical(const Json& value) {
  std::string out;
  out.reserve(likely_size(value));
  write(out, value);
  return out;
}

}  // namespace tradelane

template class std::vector<tradelane::Json>;
template class std::map<std::string, tradelane::Json, tradelane::CanonicalOrder>;
