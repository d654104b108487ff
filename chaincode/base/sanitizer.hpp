// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Under which sanitizer this is built: gcc has a macro for each, clang answers questions.
#if defined(__has_feature)
#define TRADELANE_HAS_FEATURE(name) __has_feature(name)
#else
#define TRADELANE_HAS_FEATURE(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || TRADELANE_HAS_FEATURE(address_sanitizer)
#define TRADELANE_ADDRESS_SANITIZER
#endif
#if defined(__SANITIZE_THREAD__) || TRADELANE_HAS_FEATURE(thread_sanitizer)
#define TRADELANE_THREAD_SANITIZER
#endif
