// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/id.hpp"
#include "chaincode/base/time.hpp"
#include "chaincode/codec/json.hpp"
#include "chaincode/codec/json_text.hpp"

/// How the types of C++ look in JSON: texts, counts, identifiers, enumerations, lists. Decoding is
/// strict: what is wrong is ARG_MALFORMED and `at` points to it. Structs: fields.hpp.
namespace tradelane {

/// An enumeration lists its texts in a function next to it:
///   constexpr auto enum_texts(Status) {
///     return std::array{std::pair{Status::issued, std::string_view("ISSUED")}, ...};
///   }
template <class E>
concept TextEnum = std::is_enum_v<E> && requires(E e) {
  enum_texts(e);
};

template <TextEnum E>
constexpr std::string_view text_of(E value) {
  for (const auto& [item, text] : enum_texts(value))
    if (item == value) return text;
  return {};
}
template <TextEnum E>
std::optional<E> parse_enum(std::string_view text) {
  for (const auto& [item, name] : enum_texts(E{}))
    if (name == text) return item;
  return std::nullopt;
}

/// A set on the wire: ascending and free of doubles; another order is refused.
template <class T>
struct Set : std::vector<T> {
  using std::vector<T>::vector;
  bool contains(const T& item) const {
    return std::binary_search(this->begin(), this->end(), item);
  }
  bool includes(const Set& other) const {
    return std::includes(this->begin(), this->end(), other.begin(), other.end());
  }
  /// Sorts and drops doubles.
  static Set of(std::vector<T> items) {
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    return Set(items.begin(), items.end());
  }
};

/// JSON schemas by type name, gathered while a type is described.
using Schemas = std::map<std::string, Json>;

/// One per type:
///   encode(value) → Json, decode(json) → Result<T>, schema(Schemas&) → Json;
///   write(out, value) appends what `canonical(encode(value))` is;
///   read(cursor, value) → bool: `value`, until then T{}, is what `decode` gives for the canonical
///   JSON that stands there, and the cursor is behind it. False says nothing: `decode` knows why.
///   A type without it is read by `decode` only.
template <class T>
struct Codec;

/// ARG_MALFORMED.
Error malformed(std::string detail);
/// `error`, of the member `name`.
Error under(std::string_view name, Error error);

template <class T>
concept Readable = requires(JsonCursor& in, T& value) {
  Codec<T>::read(in, value);
};

template <class T>
Json to_json(const T& value) {
  return Codec<T>::encode(value);
}
template <class T>
Result<T> from_json(const Json& json) {
  return Codec<T>::decode(json);
}

/// `canonical(to_json(value))`, without the value in between.
template <class T>
std::string print_json(const T& value) {
  std::string out;
  out.reserve(128);  // an answer or an event, at once
  Codec<T>::write(out, value);
  return out;
}

template <>
struct Codec<Json> {
  static Json encode(const Json& value) { return value; }
  static void write(std::string& out, const Json& value) { out.append(canonical(value)); }
  static Result<Json> decode(const Json& json) { return json; }
  static Json schema(Schemas&) { return Json::Object{}; }
};

template <>
struct Codec<std::string> {
  static Json encode(const std::string& value) { return value; }
  static Result<std::string> decode(const Json& json) {
    if (const auto* text = json.as_string()) return *text;
    return malformed("not a string");
  }
  static void write(std::string& out, const std::string& value) { append_json_string(out, value); }
  static bool read(JsonCursor& in, std::string& value) {
    const auto text = in.take_string();
    if (text) value.assign(*text);
    return text.has_value();
  }
  static Json schema(Schemas&) { return Json::Object{{"type", "string"}}; }
};

template <>
struct Codec<bool> {
  static Json encode(bool value) { return value; }
  static Result<bool> decode(const Json& json) {
    if (const auto* value = json.as_bool()) return *value;
    return malformed("not a boolean");
  }
  static void write(std::string& out, bool value) { out.append(value ? "true" : "false"); }
  static bool read(JsonCursor& in, bool& value) {
    value = in.take("true");
    return value || in.take("false");
  }
  static Json schema(Schemas&) { return Json::Object{{"type", "boolean"}}; }
};

/// A count: 0 to 2^53 - 1.
template <>
struct Codec<std::int64_t> {
  static Json encode(std::int64_t value) { return value; }
  static Result<std::int64_t> decode(const Json& json) {
    const auto value = json.as_integer();
    if (!value || *value < 0) return malformed("not an integer from 0 to 2^53 - 1");
    return *value;
  }
  static void write(std::string& out, std::int64_t value) { append_json_integer(out, value); }
  static bool read(JsonCursor& in, std::int64_t& value) {
    const auto count = in.take_count();
    if (count) value = *count;
    return count.has_value();
  }
  static Json schema(Schemas&) {
    return Json::Object{
        {"type", "integer"}, {"minimum", 0}, {"maximum", (std::int64_t{1} << 53) - 1}};
  }
};

/// Types with `parse(text)` → optional and `text()`.
template <class T>
struct TextCodec {
  static Json encode(const T& value) { return value.text(); }
  static Result<T> decode(const Json& json) {
    const auto* text = json.as_string();
    if (text == nullptr) return malformed("not a string");
    if (const auto value = T::parse(*text)) return *value;
    return malformed("not of the form that is asked for");
  }
  static void write(std::string& out, const T& value) { append_json_string(out, value.text()); }
  static bool read(JsonCursor& in, T& value) {
    const auto text = in.take_string();
    if (!text) return false;
    auto parsed = T::parse(*text);
    if (parsed) value = std::move(*parsed);
    return parsed.has_value();
  }
};

template <class Tag>
struct Codec<Id<Tag>> : TextCodec<Id<Tag>> {
  static Json schema(Schemas&) {
    return Json::Object{{"type", "string"}, {"pattern", Id<Tag>::pattern()}};
  }
};
template <>
struct Codec<Timestamp> : TextCodec<Timestamp> {
  static Json schema(Schemas&) { return Json::Object{{"type", "string"}, {"format", "date-time"}}; }
};
template <>
struct Codec<Date> : TextCodec<Date> {
  static Json schema(Schemas&) { return Json::Object{{"type", "string"}, {"format", "date"}}; }
};

template <TextEnum E>
struct Codec<E> {
  static Json encode(E value) { return text_of(value); }
  static Result<E> decode(const Json& json) {
    const auto* text = json.as_string();
    if (text == nullptr) return malformed("not a string");
    if (const auto value = parse_enum<E>(*text)) return *value;
    return malformed("not one of the values that are allowed");
  }
  static void write(std::string& out, E value) { append_json_string(out, text_of(value)); }
  static bool read(JsonCursor& in, E& value) {
    const auto text = in.take_string();
    if (!text) return false;
    const auto parsed = parse_enum<E>(*text);
    if (parsed) value = *parsed;
    return parsed.has_value();
  }
  static Json schema(Schemas&) {
    Json::Array texts;
    for (const auto& [value, text] : enum_texts(E{})) texts.emplace_back(text);
    return Json::Object{{"type", "string"}, {"enum", std::move(texts)}};
  }
};

template <class T>
struct Codec<std::vector<T>> {
  static Json encode(const std::vector<T>& items) {
    Json::Array out;
    for (const T& item : items) out.push_back(Codec<T>::encode(item));
    return out;
  }
  static Result<std::vector<T>> decode(const Json& json) {
    const auto* array = json.as_array();
    if (array == nullptr) return malformed("not an array");
    std::vector<T> out;
    for (const Json& element : *array) {
      auto item = Codec<T>::decode(element);
      if (!item) return under(std::to_string(out.size()), item.error());
      out.push_back(std::move(*item));
    }
    return out;
  }
  static void write(std::string& out, const std::vector<T>& items) {
    out.push_back('[');
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out.push_back(',');
      Codec<T>::write(out, items[i]);
    }
    out.push_back(']');
  }
  static bool read(JsonCursor& in, std::vector<T>& items) requires Readable<T> {
    if (!in.take('[')) return false;
    if (in.take(']')) return true;
    do {
      T item{};
      if (!Codec<T>::read(in, item)) return false;
      items.push_back(std::move(item));
    } while (in.take(','));
    return in.take(']');
  }
  static Json schema(Schemas& schemas) {
    return Json::Object{{"type", "array"}, {"items", Codec<T>::schema(schemas)}};
  }
};

template <class T>
struct Codec<Set<T>> {
  static Json encode(const Set<T>& items) { return Codec<std::vector<T>>::encode(items); }
  static Result<Set<T>> decode(const Json& json) {
    auto items = Codec<std::vector<T>>::decode(json);
    if (!items) return items.error();
    for (std::size_t i = 1; i < items->size(); ++i)
      if (!((*items)[i - 1] < (*items)[i]))
        return under(std::to_string(i), malformed("not ascending and free of doubles"));
    return Set<T>(items->begin(), items->end());
  }
  static void write(std::string& out, const Set<T>& items) {
    Codec<std::vector<T>>::write(out, items);
  }
  static bool read(JsonCursor& in, Set<T>& items) requires Readable<T> {
    if (!Codec<std::vector<T>>::read(in, items)) return false;
    for (std::size_t i = 1; i < items.size(); ++i)
      if (!(items[i - 1] < items[i])) return false;
    return true;
  }
  static Json schema(Schemas& schemas) {
    return Json::Object{
        {"type", "array"}, {"items", Codec<T>::schema(schemas)}, {"uniqueItems", true}};
  }
};

template <class T>
struct Codec<std::map<std::string, T>> {
  static Json encode(const std::map<std::string, T>& items) {
    Json::Object out;
    for (const auto& [name, item] : items) out.emplace(name, Codec<T>::encode(item));
    return out;
  }
  static Result<std::map<std::string, T>> decode(const Json& json) {
    const auto* object = json.as_object();
    if (object == nullptr) return malformed("not an object");
    std::map<std::string, T> out;
    for (const auto& [name, member] : *object) {
      auto item = Codec<T>::decode(member);
      if (!item) return under(name, item.error());
      out.emplace(name, std::move(*item));
    }
    return out;
  }
  /// In a map the names are in another order.
  static void write(std::string& out, const std::map<std::string, T>& items) {
    out.append(canonical(encode(items)));
  }
  static Json schema(Schemas& schemas) {
    return Json::Object{{"type", "object"}, {"additionalProperties", Codec<T>::schema(schemas)}};
  }
};

/// A member that is kept as it came, because somebody has signed it so, and described as a `T`.
template <class T>
struct AsSent {
  Json json = {};
};
template <class T>
struct Codec<AsSent<T>> {
  static Json encode(const AsSent<T>& value) { return value.json; }
  static void write(std::string& out, const AsSent<T>& value) { out.append(canonical(value.json)); }
  static Result<AsSent<T>> decode(const Json& json) { return AsSent<T>{json}; }
  static Json schema(Schemas& schemas) { return Codec<T>::schema(schemas); }
};

}  // namespace tradelane
