// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "chaincode/codec/codec.hpp"

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

namespace detail {

template <std::size_t count>
constexpr std::size_t rank_of(const std::array<std::string_view, count>& names,
                              std::string_view name) {
  std::size_t out = 0;
  for (const std::string_view other : names) out += other < name ? 1U : 0U;
  return out;
}

/// The places of `names` as RFC 8785 orders them: names of fields are ASCII.
template <std::size_t count>
constexpr std::array<std::size_t, count> canonical_order(
    const std::array<std::string_view, count>& names) {
  std::array<std::size_t, count> out{};
  for (std::size_t i = 0; i < count; ++i) {
    for (const char c : names[i])
      if (c <= ' ' || c == '"' || c == '\\' || c > '~') throw "not a plain name";
    out[rank_of(names, names[i])] = i;
  }
  return out;
}

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

/// The fields of T in the order in which they are written.
template <class T>
struct Order {
  static constexpr std::size_t count = T::fields()([](const auto&... f) { return sizeof...(f); });
  static constexpr auto names = T::fields()(
      [](const auto&... f) { return std::array<std::string_view, sizeof...(f)>{f.name...}; });
  static constexpr auto by_name = canonical_order(names);
  /// Where the member `schema` of a record comes.
  static constexpr std::size_t schema_rank = rank_of(names, "schema");
};

/// Writes the members of one object, in the order in which they are given.
class MemberWriter {
 public:
  explicit MemberWriter(std::string& out) : out_(out) {}
  /// Behind it, the value is to be written.
  std::string& name(std::string_view plain);
  void end() { out_.append(is_first_ ? "{}" : "}"); }

 private:
  std::string& out_;
  bool is_first_ = true;
};

/// Stands on the name of a member, or behind the object.
class MemberReader {
 public:
  explicit MemberReader(JsonCursor& in) : in_(in), is_there_(in.take('{')) {
    if (is_there_ && !in_.take('}')) take_name();
  }
  bool is_at(std::string_view name) const { return has_name_ && name_ == name; }
  bool is_at_end() const { return is_there_ && !has_name_; }
  JsonCursor& value() { return in_; }
  /// Behind the value. False when neither another member nor the end follows.
  bool next();

 private:
  void take_name();

  JsonCursor& in_;
  bool is_there_;
  bool has_name_ = false;
  std::string_view name_ = {};
};

template <class T, class M>
void write_field(MemberWriter& out, const T& value, const Field<T, M>& f) {
  const M& member = value.*f.member;
  if constexpr (IsOptional<M>::value) {
    if (member) Codec<typename M::value_type>::write(out.name(f.name), *member);
  } else {
    if (f.may_be_absent && member == M{}) return;
    Codec<M>::write(out.name(f.name), member);
  }
}

template <class T, class M>
bool read_field(MemberReader& in, T& value, const Field<T, M>& f) {
  if (!in.is_at(f.name)) return IsOptional<M>::value || f.may_be_absent;
  if constexpr (IsOptional<M>::value) {
    if constexpr (Readable<typename M::value_type>)
      return Codec<typename M::value_type>::read(in.value(), (value.*f.member).emplace()) &&
             in.next();
  } else if constexpr (Readable<M>) {
    return Codec<M>::read(in.value(), value.*f.member) && in.next();
  }
  return false;
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
  /// `schema`: of a record, which says its name; else empty.
  static void write(std::string& out, const T& value, std::string_view schema = {});
  static bool read(JsonCursor& in, T& value, std::string_view schema = {});
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
void FieldsCodec<T>::write(std::string& out, const T& value, std::string_view schema) {
  using Order = detail::Order<T>;
  detail::MemberWriter members(out);
  T::fields()([&](const auto&... f) {
    for (std::size_t rank = 0; rank <= Order::count; ++rank) {
      if (rank == Order::schema_rank && !schema.empty())
        append_json_string(members.name("schema"), schema);
      std::size_t place = 0;
      (void)((rank < Order::count && place++ == Order::by_name[rank] &&
              (detail::write_field(members, value, f), true)) ||
             ...);
    }
  });
  members.end();
}

template <class T>
bool FieldsCodec<T>::read(JsonCursor& in, T& value, std::string_view schema) {
  using Order = detail::Order<T>;
  detail::MemberReader members(in);
  bool is_good = true;
  T::fields()([&](const auto&... f) {
    for (std::size_t rank = 0; is_good && rank <= Order::count; ++rank) {
      if (rank == Order::schema_rank && !schema.empty())
        is_good =
            members.is_at("schema") && members.value().take_string() == schema && members.next();
      std::size_t place = 0;
      (void)((rank < Order::count && place++ == Order::by_name[rank] &&
              (is_good = is_good && detail::read_field(members, value, f), true)) ||
             ...);
    }
  });
  return is_good && members.is_at_end();
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
/// Empty, with room for what most records need.
Bytes record_room();
/// False when `bytes` are so long that they are for `record_json`.
bool is_quickly_read(std::string_view bytes);
/// `Fault` when these are not bytes of a record of this schema.
Json record_json(std::string_view bytes, std::string_view schema);
}  // namespace detail

template <Record R>
Bytes encode_record(const R& record) {
  Bytes out = detail::record_room();
  FieldsCodec<R>::write(out, record, R::schema);
  return out;
}

/// What `from_json` gives for this text. Absence says nothing: the text may be right in another
/// form than the canonical one, which is for `parse_json`. `schema`: of a record, which says its
/// name.
template <Described T>
std::optional<T> read_quickly(std::string_view text, std::string_view schema = {}) {
  std::optional<T> out;
  JsonCursor in(text);
  if (!detail::is_quickly_read(text) || !FieldsCodec<T>::read(in, out.emplace(), schema) ||
      !in.at_end())
    out.reset();
  return out;
}

/// Throws `Fault` when the bytes are not such a record: state is ours, so this is corruption.
template <Record R>
R decode_record(std::string_view bytes) {
  if (auto quick = read_quickly<R>(bytes, R::schema)) return std::move(*quick);
  auto record = from_json<R>(detail::record_json(bytes, R::schema));
  if (!record) throw Fault("state is not a " + std::string(R::schema) + " at " + record.error().at);
  return std::move(*record);
}

}  // namespace tradelane
