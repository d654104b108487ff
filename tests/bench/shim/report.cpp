// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/report.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tradelane::bench {
namespace {

template <class Get>
std::vector<std::string> distinct(const std::vector<Run>& runs, const Get& get) {
  std::vector<std::string> out;
  for (const Run& run : runs)
    if (std::find(out.begin(), out.end(), get(run)) == out.end()) out.push_back(get(run));
  return out;
}

double median(const std::vector<Run>& runs, const std::string& title, const std::string& name,
              double Run::*figure) {
  std::vector<double> figures;
  for (const Run& run : runs)
    if (run.title == title && run.contestant == name) figures.push_back(run.*figure);
  return spread_of(std::move(figures)).median;
}

std::string line_of(const std::vector<Run>& runs, const std::string& title, const std::string& name,
                    const std::string& first) {
  const auto of = [&](double Run::*figure) { return median(runs, title, name, figure); };
  const Spread ratio = paired_ratio(runs, title, first, name, &Run::server_cpu);
  std::array<char, 256> out{};
  std::snprintf(out.data(), out.size(),
                "%-14s %9.0f %9.2f %9.2f %9.1f %9.1f %9.1f %7.1f %7.3f %6.2f  %.3f [%.3f-%.3f]\n",
                name.c_str(), of(&Run::per_second), of(&Run::server_cpu), of(&Run::driver_cpu),
                of(&Run::p50), of(&Run::p99), of(&Run::p999), of(&Run::rss_mib), of(&Run::switches),
                of(&Run::other_cpu), ratio.median, ratio.least, ratio.most);
  return out.data();
}

}  // namespace

Spread spread_of(std::vector<double> figures) {
  if (figures.empty()) return {};
  std::sort(figures.begin(), figures.end());
  const auto middle = figures.size() / 2;
  const double median =
      figures.size() % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
  return {.median = median, .least = figures.front(), .most = figures.back()};
}

Spread paired_ratio(const std::vector<Run>& runs, const std::string& title, const std::string& ours,
                    const std::string& other, double Run::*figure) {
  std::vector<double> ratios;
  for (const Run& a : runs)
    for (const Run& b : runs)
      if (a.title == title && b.title == title && a.round == b.round && a.contestant == ours &&
          b.contestant == other && b.*figure > 0)
        ratios.push_back(a.*figure / b.*figure);
  return spread_of(std::move(ratios));
}

std::string table_of(const std::vector<Run>& runs) {
  std::string out;
  for (const auto& title : distinct(runs, [](const Run& run) { return run.title; })) {
    std::vector<Run> here;
    std::copy_if(runs.begin(), runs.end(), std::back_inserter(here),
                 [&](const Run& run) { return run.title == title; });
    const auto names = distinct(here, [](const Run& run) { return run.contestant; });
    out += title + "\n";
    out +=
        "server              tx/s srv us/tx drv us/tx    p50 us    p99 us  p99.9 us rss MiB "
        "swit/tx  other  cpu " +
        names.front() + " : server\n";
    for (const auto& name : names) out += line_of(here, title, name, names.front());
    out += "\n";
  }
  return out;
}

}  // namespace tradelane::bench
