// What may stand in each kind of knowledge file: one table, from which files are checked and JSON Schemas printed.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/node.h"

namespace rf::knowledge {

enum class Type : std::uint8_t { Text, Bool, Date, Number, Words, TextOrWords, Dates, Object, Objects, Facts, WordMap };

struct Shape;
struct Key {
  std::string_view name;
  Type type;
  bool required = false;
  const Shape* of = nullptr;                    ///< Object, Objects, Facts
  std::span<const std::string_view> one_of{};   ///< Text, Words
};
struct Shape {
  std::span<const Key> keys;
};

/// A kind of file: a folder below knowledge/, or one file.
struct FileKind {
  std::string_view name;      ///< "supplier"
  std::string_view place;     ///< "suppliers/" (folder) or "columns.yaml"
  std::string_view id_key;    ///< "supplier": its value is the file's name; empty for single files
  const Shape* shape;
};

std::span<const FileKind> file_kinds();
const FileKind* kind_of(std::string_view relative_path);

/// A fault in a knowledge file, for the person who edits it.
struct Fault {
  std::string file;
  std::uint32_t line = 0;
  std::string why;
  std::uint32_t column = 0;  ///< 1-based; 0: the whole line
};
/// "FILE:LINE:COLUMN: WHY", the column where there is one.
std::string to_text(const Fault& f);
/// Checks form: unknown keys, missing keys, wrong types, days that are none, facts without source or `learnt`.
void check_shape(const FileKind& kind, const std::string& file, const Node& root, std::vector<Fault>& faults);
/// JSON Schema 2020-12 of a kind.
std::string json_schema(const FileKind& kind);

}  // namespace rf::knowledge
