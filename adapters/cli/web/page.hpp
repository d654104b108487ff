// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

/// The files of the folder `page`, compiled in: nothing is loaded from elsewhere, and nothing has
/// to be installed beside the program. `page_files.cpp` is made by embed.cmake.
namespace tradelane::cli::web {

struct PageFile {
  std::string_view name = {};
  std::string_view bytes = {};
};

const std::vector<PageFile>& page_files();

}  // namespace tradelane::cli::web
