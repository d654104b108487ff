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

/// One listing of its fields makes a struct readable, writable and describable:
///
///   struct Transfer {
///     static constexpr std::string_view name = "Transfer";
///     BillId bill;
///     PartyId to;
///     static constexpr auto fields() {
///       return listing(field("billId", &Transfer::bill), field("to", &Transfer::to));
///     }
///   };
///
/// Decoding is strict: an unknown field, a missing one or a wrong type is ARG_MALFORMED and `at`
/// points to it. `std::optional` members may be absent; null never stands for absence.
namespace tradelane {

template <class T, class M>
struct Field {
  std::string_view name;
  M T::*member;
  bool may_be_absent;  // then absent and default mean the same, and the default is not written
};

template <class T, class M>
constexpr Field<T, M> field(std::string_view name, M T::*member) {
  return {name, member, false};
}
/// A member that is left out while it has its default value.
template <class T, class M>
constexpr Field<T, M> optional_field(std::string_view name, M T::*member) {
  return {name, member, true};
}

/// All fields of a struct, visited as one pack: `T::fields()([](const auto&... f) { … })`. Not a
/// tuple, whose constructors take a compiler seconds for each source that sees many records.
template <class... Fields>
constexpr auto listing(Fields... fields) {
  return [fields...](const auto& visit) { return visit(fields...); };
}

/// Two listings as one.
template <class First, class Second>
constexpr auto joined(const First& first, const Second& second) {
  return first([&](const auto&... a) {
    return second([&](const auto&... b) { return listing(a..., b...); });
  });
}

/// The fields of a base class as fields of the class derived from it.
template <class Derived, class Listing>
constexpr auto inherited(const Listing& fields) {
  const auto lift = []<class Base, class M>(const Field<Base, M>& f) {
    return Field<Derived, M>{f.name, f.member, f.may_be_absent};
  };
  return fields([&](const auto&... f) { return listing(lift(f)...); });
}

template <class T>
concept Described = requires {
  T::fields();
};

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

/// encode(value) → Json, decode(json) → Result<T>, schema(Schemas&) → Json. One per type.
template <class T>
struct Codec;

/// ARG_MALFORMED.
Error malformed(std::string detail);
/// `error`, of the member `name`.
Error under(std::string_view name, Error error);

template <class T>
Json to_json(const T& value) {
  return Codec<T>::encode(value);
}
template <class T>
Result<T> from_json(const Json& json) {
  return Codec<T>::decode(json);
}

template <>
struct Codec<Json> {
  static Json encode(const Json& value) { return value; }
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
  static Json schema(Schemas&) { return Json::Object{{"type", "string"}}; }
};

template <>
struct Codec<bool> {
  static Json encode(bool value) { return value; }
  static Result<bool> decode(const Json& json) {
    if (const auto* value = json.as_bool()) return *value;
    return malformed("not a boolean");
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
  static Result<AsSent<T>> decode(const Json& json) { return AsSent<T>{json}; }
  static Json schema(Schemas& schemas) { return Codec<T>::schema(schemas); }
};

namespace detail {

template <class M>
struct IsOptional : std::false_type {};
template <class M>
struct IsOptional<std::optional<M>> : std::true_type {};

// What needs no type of its own stays outside of the templates: they are made for every member.
void put_field(Json::Object& out, std::string_view name, Json value);
void fail_field(std::string_view name, Error why, std::optional<Error>& error);
/// Nothing when it is not there, which is an error unless it may be absent; nothing after an error.
const Json* find_field(const Json& json, std::string_view name, bool may_be_absent,
                       std::optional<Error>& error);

template <class T, class M>
void encode_field(Json::Object& out, const T& value, const Field<T, M>& f) {
  const M& member = value.*f.member;
  if constexpr (IsOptional<M>::value) {
    if (member) put_field(out, f.name, to_json(*member));
  } else {
    if (f.may_be_absent && member == M{}) return;
    put_field(out, f.name, to_json(member));
  }
}

/// Decodes one member, unless an earlier one was wrong.
template <class T, class M>
void decode_field(const Json& json, T& value, const Field<T, M>& f, std::optional<Error>& error) {
  const bool may_be_absent = IsOptional<M>::value || f.may_be_absent;
  const Json* found = find_field(json, f.name, may_be_absent, error);
  if (found == nullptr) return;
  if constexpr (IsOptional<M>::value) {
    auto decoded = from_json<typename M::value_type>(*found);
    if (!decoded) return fail_field(f.name, decoded.error(), error);
    value.*f.member = std::move(*decoded);
  } else {
    auto decoded = from_json<M>(*found);
    if (!decoded) return fail_field(f.name, decoded.error(), error);
    value.*f.member = std::move(*decoded);
  }
}

template <class T, class M>
Json field_schema(const Field<T, M>&, Schemas& schemas) {
  if constexpr (IsOptional<M>::value) {
    return Codec<typename M::value_type>::schema(schemas);
  } else {
    return Codec<M>::schema(schemas);
  }
}

template <class T>
bool has_field(std::string_view name) {
  return T::fields()([&](const auto&... f) { return ((f.name == name) || ...); });
}

}  // namespace detail

/// Of a record this is compiled once, in the records.cpp of its contract, which is why nothing here
/// is inline: `extern template struct FieldsCodec<ebl::Bill>;` behind the record says so.
template <class T>
struct FieldsCodec {
  static Json encode(const T& value);
  static Result<T> decode(const Json& json);
  static Json schema(Schemas& schemas);

 private:
  static Json describe(Schemas& schemas);
};

template <class T>
Json FieldsCodec<T>::encode(const T& value) {
  Json::Object out;
  T::fields()([&](const auto&... f) { (detail::encode_field(out, value, f), ...); });
  return out;
}

template <class T>
Result<T> FieldsCodec<T>::decode(const Json& json) {
  const auto* object = json.as_object();
  if (object == nullptr) return malformed("not an object");
  for (const auto& [name, member] : *object)
    if (!detail::has_field<T>(name)) return under(name, malformed("unknown field"));
  T out{};
  std::optional<Error> error;
  T::fields()([&](const auto&... f) { (detail::decode_field(json, out, f, error), ...); });
  if (error) return *error;
  return out;
}

template <class T>
Json FieldsCodec<T>::schema(Schemas& schemas) {
  const std::string name{T::name};
  if (schemas.emplace(name, Json::Object{}).second) schemas[name] = describe(schemas);
  return Json::Object{{"$ref", "#/components/schemas/" + name}};
}

template <class T>
Json FieldsCodec<T>::describe(Schemas& schemas) {
  Json::Object properties;
  Json::Array required;
  const auto add = [&]<class M>(const Field<T, M>& f) {
    properties.emplace(f.name, detail::field_schema(f, schemas));
    if (!detail::IsOptional<M>::value && !f.may_be_absent) required.emplace_back(f.name);
  };
  T::fields()([&](const auto&... f) { (add(f), ...); });
  Json::Object out{{"$id", T::name},
                   {"type", "object"},
                   {"properties", std::move(properties)},
                   {"additionalProperties", false}};
  if (!required.empty()) out.emplace("required", std::move(required));
  return out;
}

template <Described T>
struct Codec<T> : FieldsCodec<T> {};

/// The name of the first field in which `a` and `b` differ; empty when they are equal.
template <Described T>
std::string_view first_difference(const T& a, const T& b) {
  std::string_view name;
  const auto compare = [&](const auto& f) {
    if (name.empty() && !(a.*f.member == b.*f.member)) name = f.name;
  };
  T::fields()([&](const auto&... f) { (compare(f), ...); });
  return name;
}

/// A record on the ledger: a described struct with `schema`, its name and version.
template <class R>
concept Record = Described<R> && requires {
  R::schema;
};

namespace detail {
Bytes record_bytes(Json json, std::string_view schema);
/// `Fault` when these are not bytes of a record of this schema.
Json record_json(std::string_view bytes, std::string_view schema);
}  // namespace detail

template <Record R>
Bytes encode_record(const R& record) {
  return detail::record_bytes(to_json(record), R::schema);
}

/// Throws `Fault` when the bytes are not such a record: state is ours, so this is corruption.
template <Record R>
R decode_record(std::string_view bytes) {
  auto record = from_json<R>(detail::record_json(bytes, R::schema));
  if (!record) throw Fault("state is not a " + std::string(R::schema) + " at " + record.error().at);
  return std::move(*record);
}

}  // namespace tradelane
