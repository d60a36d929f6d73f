#include "estate/pack.h"

#include "base/file.h"
#include "model/pack_format.h"

namespace rf::estate {
namespace {

template <class N>
void put(std::string& out, N n) {
  for (std::size_t i = 0; i < sizeof n; ++i) out += static_cast<char>(static_cast<std::uint64_t>(n) >> (8 * i));
}
void put_name(std::string& out, std::string_view name, std::uint8_t kind) {
  put(out, static_cast<std::uint32_t>(name.size()));
  out += name;
  put(out, kind);
}
void put_words(std::string& out, std::string_view name, const Dictionary& words, const std::vector<std::uint32_t>& codes) {
  put_name(out, name, pack::kWords);
  put(out, static_cast<std::uint32_t>(words.size()));
  std::uint64_t end = 0;
  for (std::uint32_t c = 0; c < words.size(); ++c) put(out, end += words.text(c).size());
  for (std::uint32_t c = 0; c < words.size(); ++c) out += words.text(c);
  for (const std::uint32_t c : codes) put(out, c);
}

}  // namespace

std::string to_pack(const Estate& e) {
  std::string out(pack::kMagic);
  put(out, pack::kVersion);
  std::string columns;
  std::uint32_t count = 0;
  std::vector<std::uint32_t> codes(e.size());
  const auto coded = [&](std::string_view name, auto text_of) {
    Dictionary words;
    for (std::size_t r = 0; r < e.size(); ++r) codes[r] = words.code(text_of(r));
    put_words(columns, name, words, codes);
    ++count;
  };
  for (const auto& f : kFields) {
    if (!e.has(f.field) || e.hidden(f.field)) continue;
    if (f.type == FieldType::Text) {
      put_name(columns, f.name, pack::kTexts);
      std::uint64_t end = 0;
      for (std::size_t r = 0; r < e.size(); ++r) put(columns, end += e.text(f.field, r).size());
      for (std::size_t r = 0; r < e.size(); ++r) columns += e.text(f.field, r);
      ++count;
    } else if (f.type == FieldType::Date) {
      coded(f.name, [&](std::size_t r) { return to_text(e.day(f.field, r)); });
    } else if (f.type == FieldType::Count) {
      coded(f.name, [&](std::size_t r) { return e.count(f.field, r) == kNoCount ? std::string() : std::to_string(e.count(f.field, r)); });
    } else {
      coded(f.name, [&](std::size_t r) { return e.text(f.field, r); });
    }
  }
  coded(pack::kInputColumn, [&](std::size_t r) { return e.label_of_input(e.source(r).input); });
  put_name(columns, pack::kLineColumn, pack::kTexts);
  std::string lines;
  for (std::size_t r = 0; r < e.size(); ++r) {
    lines += std::to_string(e.source(r).line);
    put(columns, static_cast<std::uint64_t>(lines.size()));
  }
  columns += lines;
  put(out, count + 1);
  put(out, static_cast<std::uint64_t>(e.size()));
  out += columns;
  return out + sha256_hex(out);
}

}  // namespace rf::estate
