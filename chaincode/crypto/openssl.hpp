// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

/// Ownership of OpenSSL's objects, for the .cpp files of this folder only.
namespace tradelane::crypto::openssl {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Deleter<Free>>;

using Bio = Owned<BIO, BIO_free_all>;
using BigNumber = Owned<BIGNUM, BN_free>;
using EcdsaSig = Owned<ECDSA_SIG, ECDSA_SIG_free>;
using MdCtx = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using PKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using PKeyCtx = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Certificate = Owned<X509, X509_free>;

inline const unsigned char* data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
inline unsigned char* data(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

/// For readers of PEM, which would ask at the terminal otherwise.
inline int no_pass_phrase(char*, int, int, void*) { return -1; }

/// Throws `Fault` with OpenSSL's own reason when `ok` is false, and empties its error queue.
void require(bool ok, const char* what);
/// Empties the error queue of this thread: a refused input is no error of ours.
void forget_errors();

/// What was written to a memory BIO.
std::string content(BIO* bio);

}  // namespace tradelane::crypto::openssl
