#pragma once

#include <string>
#include <string_view>

#include "assess/by_operator.h"
#include "report/report.h"

namespace rf::report {

/// `assess --matrix`: what each country asks, where they differ, what satisfies all; text, json, jsonl, csv or html.
void write_matrix(const assess::MatrixAnswer& a, const Options& o, std::string_view format, const Write& out);
std::string matrix_summary(const assess::MatrixAnswer& a);

}  // namespace rf::report
