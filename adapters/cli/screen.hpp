// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "adapters/cli/environment.hpp"

namespace tradelane::cli {

/// Where a command prints and what its two places can show. Plain data.
struct Screen {
  std::ostream& out;
  std::ostream& err;
  /// Colours: a terminal, and nobody has set NO_COLOR or TERM=dumb.
  bool colors_out = false;
  bool colors_err = false;
  /// Somebody watches `err`: what takes long may say how far it is.
  bool shows_progress = false;
};

/// `is_terminal`: whether the descriptors 1 and 2 are one.
Screen screen_of(std::ostream& out, std::ostream& err, bool out_is_terminal, bool err_is_terminal,
                 const Variables& variables);

enum class Color : std::uint8_t { red, yellow, green, faint };
/// `text`, in colour when `colors`.
std::string paint(std::string_view text, Color color, bool colors);

/// One line on `err` that says what is going on, written over itself and gone with the object.
/// Nothing where nobody watches. Used by one thread.
class Progress {
 public:
  explicit Progress(const Screen& screen) : screen_(screen) {}
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(std::string_view text);
  /// Takes the line away, before anything else is printed.
  void clear();

 private:
  const Screen& screen_;
  bool is_shown_ = false;
};

}  // namespace tradelane::cli
