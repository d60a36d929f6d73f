#include "evidence/columns.h"

#include <algorithm>

#include "base/text.h"

namespace rf::evidence {

std::string header_key(std::string_view header) {
  const std::string f = folded(trimmed(header));
  std::string out;
  int bracket = 0;
  for (const char c : f) {
    if (c == '(' || c == '[') ++bracket;
    else if ((c == ')' || c == ']') && bracket > 0) --bracket;
    else if (bracket > 0) continue;
    else if (static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out.empty() ? f : out;
}

ColumnWords column_words(const knowledge::Knowledge& k) {
  ColumnWords out;
  for (const auto& f : kFields) out.by_word.emplace(header_key(f.name), f.field);
  for (const auto& [name, words] : k.columns) {
    const auto field = field_named(name);
    if (!field) continue;
    for (const auto& w : words) out.by_word.emplace(header_key(w), *field);
  }
  for (const auto& w : k.maker_words) out.maker_words.push_back(header_key(w));
  for (const auto& w : k.seller_words) out.seller_words.push_back(header_key(w));
  return out;
}

std::vector<int> map_headers(const std::vector<std::string>& headers, const ColumnWords& words) {
  std::vector<int> out(headers.size(), -1);
  std::vector<std::string> keys;
  std::vector<bool> unread(headers.size(), false);
  for (const auto& h : headers) keys.push_back(header_key(h));
  const auto taken = [&](Field f) { return std::find(out.begin(), out.end(), static_cast<int>(f)) != out.end(); };
  const auto give = [&](std::size_t i, Field f) {
    if (out[i] < 0 && !taken(f) && !unread[i]) out[i] = static_cast<int>(f);
  };
  const auto is_one_of = [](const std::string& key, const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), key) != list.end();
  };
  for (const auto& [field, header] : words.named) {
    const auto f = field_named(field);
    for (std::size_t i = 0; f && i < headers.size(); ++i)
      if (headers[i] == header || keys[i] == header_key(header)) give(i, *f);
  }
  for (std::size_t i = 0; i < headers.size(); ++i)
    if (const auto s = words.stated.find(keys[i]); s != words.stated.end()) {
      if (s->second < 0) unread[i] = out[i] < 0;
      else give(i, static_cast<Field>(s->second));
    }
  // Our own names first, so that a file in our own words is read as written.
  for (std::size_t i = 0; i < headers.size(); ++i)
    if (const auto f = field_named(lower_ascii(trimmed(headers[i])))) give(i, *f);
  for (std::size_t i = 0; i < headers.size(); ++i)
    if (is_one_of(keys[i], words.maker_words)) give(i, Field::Supplier);
  for (std::size_t i = 0; i < headers.size(); ++i)
    if (is_one_of(keys[i], words.seller_words)) give(i, Field::Seller);
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (out[i] >= 0) continue;
    if (const auto f = words.by_word.find(keys[i]); f != words.by_word.end()) give(i, f->second);
  }
  return out;
}

}  // namespace rf::evidence
