# SPDX-License-Identifier: Apache-2.0
# cmake -DOUT=FILE -DFILES=A;B -P embed.cmake: a C++ source with the bytes of the files.
set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND arrays "constexpr char file_${number}[] = {\n${bytes}};\n")
  string(APPEND rows "      {\"${name}\", {file_${number}, sizeof file_${number}}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT}
"// Made by embed.cmake.
#include \"adapters/cli/web/page.hpp\"

namespace tradelane::cli::web {
namespace {
${arrays}}  // namespace

const std::vector<PageFile>& page_files() {
  static const std::vector<PageFile> all{
${rows}  };
  return all;
}

}  // namespace tradelane::cli::web
")
