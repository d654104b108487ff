// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/ecdsa_form.hpp"

#include "chaincode/crypto/openssl.hpp"

namespace tradelane::crypto {
namespace {

using openssl::BigNumber;
using openssl::EcdsaSig;

/// The order n of the group, from the standards that define the curves.
const char* order_hex(KeyKind kind) {
  switch (kind) {
    case KeyKind::p256:
      return "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";
    case KeyKind::p384:
      return "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF"
             "581A0DB248B0A77AECEC196ACCC52973";
    case KeyKind::p521:
      return "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
             "FA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409";
    case KeyKind::sm2:
      return "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123";
    case KeyKind::ed25519:
    case KeyKind::rsa:
      break;
  }
  throw Fault("the kind of key has no (r, s) signatures");
}

BigNumber order_of(KeyKind kind) {
  BIGNUM* order = nullptr;
  openssl::require(BN_hex2bn(&order, order_hex(kind)) != 0, "curve order");
  return BigNumber(order);
}

BigNumber number(std::string_view bytes) {
  return BigNumber(BN_bin2bn(openssl::data(bytes), static_cast<int>(bytes.size()), nullptr));
}

bool in_range(const BIGNUM* value, const BIGNUM* order) {
  return BN_is_zero(value) == 0 && BN_is_negative(value) == 0 && BN_cmp(value, order) < 0;
}

EcdsaSig from_raw(std::string_view raw) {
  const std::size_t half = raw.size() / 2;
  EcdsaSig pair(ECDSA_SIG_new());
  BigNumber r = number(raw.substr(0, half));
  BigNumber s = number(raw.substr(half));
  openssl::require(ECDSA_SIG_set0(pair.get(), r.release(), s.release()) == 1, "signature pair");
  return pair;
}

EcdsaSig from_der(std::string_view der) {
  const unsigned char* at = openssl::data(der);
  return EcdsaSig(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
}

Bytes print_der(const ECDSA_SIG* pair) {
  Bytes out(static_cast<std::size_t>(i2d_ECDSA_SIG(pair, nullptr)), '\0');
  unsigned char* at = openssl::data(out);
  i2d_ECDSA_SIG(pair, &at);
  return out;
}

}  // namespace

bool has_pairs(KeyKind kind) { return kind != KeyKind::ed25519 && kind != KeyKind::rsa; }

std::size_t field_bytes(KeyKind kind) {
  if (kind == KeyKind::p521) return 66;
  return kind == KeyKind::p384 ? 48 : 32;
}

std::optional<Bytes> to_der(KeyKind kind, std::string_view signature, Encoding encoding) {
  if (encoding == Encoding::raw && signature.size() != 2 * field_bytes(kind)) return std::nullopt;
  const EcdsaSig pair = encoding == Encoding::raw ? from_raw(signature) : from_der(signature);
  openssl::forget_errors();
  if (!pair) return std::nullopt;
  const BigNumber order = order_of(kind);
  if (!in_range(ECDSA_SIG_get0_r(pair.get()), order.get()) ||
      !in_range(ECDSA_SIG_get0_s(pair.get()), order.get()))
    return std::nullopt;
  Bytes der = print_der(pair.get());
  // Anything but the one DER form of the pair is refused.
  if (encoding == Encoding::der && der != signature) return std::nullopt;
  return der;
}

Bytes raw_from_der(KeyKind kind, std::string_view der, bool low_s) {
  const EcdsaSig pair = from_der(der);
  openssl::require(pair != nullptr, "signature");
  const auto size = static_cast<int>(field_bytes(kind));
  Bytes out(2 * field_bytes(kind), '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), openssl::data(out), size);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), openssl::data(out) + size, size);
  return low_s && !has_low_s(kind, out) ? with_other_s(kind, out) : out;
}

bool has_low_s(KeyKind kind, std::string_view raw) {
  const BigNumber half = order_of(kind);
  openssl::require(BN_rshift1(half.get(), half.get()) == 1, "half order");
  return BN_cmp(number(raw.substr(raw.size() / 2)).get(), half.get()) <= 0;
}

Bytes with_other_s(KeyKind kind, std::string_view raw) {
  const std::size_t size = field_bytes(kind);
  const BigNumber s = number(raw.substr(size));
  const bool less = BN_sub(s.get(), order_of(kind).get(), s.get()) == 1 && !BN_is_negative(s.get());
  openssl::require(less, "the other s");
  Bytes out(raw);
  openssl::require(BN_bn2binpad(s.get(), openssl::data(out) + size, static_cast<int>(size)) >= 0,
                   "the other s");
  return out;
}

Bytes der_from_raw(std::string_view raw) { return print_der(from_raw(raw).get()); }

}  // namespace tradelane::crypto
