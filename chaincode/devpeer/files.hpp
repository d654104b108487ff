// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <functional>
#include <string>

/// Files that are there whole or not at all, however the process ends; they can be made again, so
/// nothing waits for the disk. What cannot be read or written is a `Fault` that names the path.
namespace tradelane::devpeer {

std::string read_file(const std::filesystem::path& path);

/// Makes the folder above when it is missing, writes beside and renames.
void write_file(const std::filesystem::path& path, const std::string& content);
/// The same, readable by the owner only from the first byte on.
void write_secret(const std::filesystem::path& path, const std::string& content);

/// Fills a fresh folder beside `path` and gives it that name when `fill` has returned. What an
/// interrupted attempt left is removed first.
void make_folder(const std::filesystem::path& path,
                 const std::function<void(const std::filesystem::path&)>& fill);

}  // namespace tradelane::devpeer
