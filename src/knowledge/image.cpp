// The image: all knowledge files as one block that is mapped, not parsed.
//   magic, version, SHA-256 of the sources, number of files, PEN table, OUI table, then each file's tree in the
//   order of the paths: a byte for the type, a line, then text or members, lengths before bytes.
// The trees are small (some hundred files); the two registry tables are large and are searched in place.
// A bad image is refused by its lengths and remade. Tested by tests/knowledge/knowledge_test.cpp.
#include <algorithm>
#include <charconv>
#include <iterator>
#include <set>
#include <cstring>

#include "base/file.h"
#include "base/text.h"
#include "knowledge/knowledge.h"
#include "knowledge/read_kinds.h"

namespace rf::knowledge {
namespace {

constexpr std::string_view kMagic = "RFKNOW02";

void put32(std::string& out, std::size_t n) {
  for (int i = 0; i < 4; ++i) out += static_cast<char>((n >> (8 * i)) & 0xFF);
}
void put_text(std::string& out, std::string_view s) {
  put32(out, s.size());
  out += s;
}
void put_node(std::string& out, const Node& n) {
  out += static_cast<char>(static_cast<int>(n.type) | (n.quoted ? 0x10 : 0));
  put32(out, n.line);
  if (n.type == Node::Type::Scalar) put_text(out, n.text);
  if (n.type == Node::Type::List || n.type == Node::Type::Map) {
    put32(out, n.items.size());
    for (std::size_t i = 0; i < n.items.size(); ++i) {
      if (n.type == Node::Type::Map) {
        put_text(out, n.keys[i]);
        put32(out, n.key_lines[i]);
      }
      put_node(out, n.items[i]);
    }
  }
}

class Cursor {
 public:
  explicit Cursor(std::string_view s) : s_(s) {}
  Result<std::uint32_t> u32() {
    if (s_.size() < 4) return fail(Kind::Truncated, "the knowledge image ends early");
    std::uint32_t n = 0;
    for (int i = 0; i < 4; ++i) n |= static_cast<std::uint32_t>(static_cast<unsigned char>(s_[static_cast<std::size_t>(i)])) << (8 * i);
    s_.remove_prefix(4);
    return n;
  }
  Result<std::string_view> take(std::size_t n) {
    if (n > s_.size()) return fail(Kind::Truncated, "the knowledge image ends early");
    const auto out = s_.substr(0, n);
    s_.remove_prefix(n);
    return out;
  }
  Result<std::string_view> text() {
    RF_TRY(const std::uint32_t n, u32());
    return take(n);
  }
  std::size_t left() const { return s_.size(); }

 private:
  std::string_view s_;
};

/// Into `n` itself: a tree is large, and would be moved once for each of its levels.
Result<void> get_node(Cursor& in, Node& n, int depth) {
  if (depth > kMaxDepth) return fail(Kind::Malformed, "the knowledge image is nested too deep");
  RF_TRY(const std::string_view type, in.take(1));
  n.quoted = (type[0] & 0x10) != 0;
  const int t = type[0] & 0x0F;
  if (t > 3) return fail(Kind::Malformed, "the knowledge image has an unknown value");
  n.type = static_cast<Node::Type>(t);
  RF_TRY(n.line, in.u32());
  if (n.type == Node::Type::Scalar) {
    RF_TRY(const std::string_view s, in.text());
    n.text = s;
  } else if (n.type != Node::Type::Null) {
    RF_TRY(const std::uint32_t count, in.u32());
    if (count > in.left()) return fail(Kind::Malformed, "the knowledge image has a wrong count");
    n.items.reserve(count);
    if (n.type == Node::Type::Map) {
      n.keys.reserve(count);
      n.key_lines.reserve(count);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      if (n.type == Node::Type::Map) {
        RF_TRY(const std::string_view key, in.text());
        n.keys.emplace_back(key);
        RF_TRY(const std::uint32_t line, in.u32());
        n.key_lines.push_back(line);
      }
      RF_CHECK(get_node(in, n.items.emplace_back(), depth + 1));
    }
  }
  return {};
}

/// "KEY\tORG" lines → the same with fixed-width keys, sorted; `#` lines and others are left out.
std::string registry(std::string_view tsv, int base, std::size_t width) {
  std::vector<std::pair<std::string, std::string_view>> rows;
  for (std::string_view line : split(tsv, '\n')) {
    const std::size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string_view::npos || tab == 0) continue;
    const std::string_view key = line.substr(0, tab), org = trimmed(line.substr(tab + 1));
    std::string k;
    if (base == 10) {
      std::uint64_t n = 0;
      if (std::from_chars(key.data(), key.data() + key.size(), n).ptr != key.data() + key.size() || n > 0xFFFFFFFFULL) continue;
      char buf[16];
      const auto r = std::to_chars(buf, buf + sizeof buf, n, 16);
      k.assign(width - static_cast<std::size_t>(r.ptr - buf), '0');
      k.append(buf, r.ptr);
    } else {
      if (key.size() > width || key.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) continue;
      k = lower_ascii(key) + std::string(width - key.size(), '.');  // "." orders before digits: short prefixes first
    }
    rows.emplace_back(std::move(k), org);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string out;
  for (const auto& [k, org] : rows) {
    out += k;
    out += '\t';
    out += org;
    out += '\n';
  }
  return out;
}

/// The line of `table` that begins with `key`; lines begin after a newline.
std::string_view line_with_key(std::string_view table, std::string_view key) {
  std::size_t lo = 0, hi = table.size();
  while (lo < hi) {
    const std::size_t mid = lo + (hi - lo) / 2;
    std::size_t begin = table.rfind('\n', mid == 0 ? 0 : mid - 1);
    begin = (begin == std::string_view::npos || mid == 0) ? 0 : begin + 1;
    if (begin < lo) begin = lo;
    std::size_t end = table.find('\n', begin);
    if (end == std::string_view::npos) end = table.size();
    const std::string_view line = table.substr(begin, end - begin);
    const int c = line.substr(0, key.size()).compare(key);
    if (c == 0) return line.size() > key.size() ? line.substr(key.size() + 1) : std::string_view{};
    if (c < 0) lo = end + 1;
    else hi = begin;
  }
  return {};
}

std::string hex(std::uint64_t n, std::size_t width) {
  char buf[20];
  const auto r = std::to_chars(buf, buf + sizeof buf, n, 16);
  std::string out(width - std::min(width, static_cast<std::size_t>(r.ptr - buf)), '0');
  out.append(buf, r.ptr);
  return out;
}

}  // namespace

std::string_view Knowledge::pen_organization(std::uint32_t pen) const { return line_with_key(pen_table, hex(pen, 8)); }
std::string_view Knowledge::oui_organization(std::uint64_t mac48) const {
  const std::string h = hex(mac48, 12);
  for (const std::size_t digits : {9U, 7U, 6U}) {
    const auto org = line_with_key(oui_table, h.substr(0, digits) + std::string(9 - digits, '.'));
    if (!org.empty()) return org;
  }
  return {};
}

Result<std::string> compile(const std::vector<File>& files) {
  std::string sources, trees, pen, oui, tables;
  std::size_t count = 0, table_count = 0;
  for (const File& f : files) {
    sources += sha256_hex(f.path) + sha256_hex(f.bytes);
    if (f.path == "pen.tsv") pen = registry(f.bytes, 10, 8);
    if (f.path == "oui.tsv") oui = registry(f.bytes, 16, 9);
    if ((f.path.starts_with("names/") || f.path.starts_with("calibration/") || f.path.starts_with("products/")) && f.path.ends_with(".tsv")) {
      put_text(tables, f.path);
      put_text(tables, f.bytes);
      ++table_count;
    }
    const FileKind* kind = kind_of(f.path);
    if (!kind) continue;
    auto node = parse_yaml(f.bytes);
    if (!node) return in_input(std::move(node).error(), f.path);
    std::vector<Fault> faults;
    check_shape(*kind, f.path, *node, faults);
    if (faults.empty()) check_expressions(*kind, f, *node, nullptr, faults);
    if (!faults.empty())
      return std::unexpected(Error{Kind::Malformed, f.path, "line " + std::to_string(faults[0].line) + (faults[0].column > 0 ? ", column " + std::to_string(faults[0].column) : std::string()), faults[0].why,
                                   "ringfence knowledge check lists all faults"});
    put_text(trees, f.path);
    put_node(trees, *node);
    ++count;
  }
  std::string out(kMagic);
  out += sha256_hex(sources);
  put32(out, count);
  put_text(out, pen);
  put_text(out, oui);
  put32(out, table_count);
  out += tables;
  out += trees;
  out += sha256_hex(out).substr(0, 8);
  return out;
}

Result<Knowledge> load(std::string_view image) {
  Cursor in(image);
  RF_TRY(const std::string_view magic, in.take(kMagic.size()));
  if (magic != kMagic) return fail(Kind::Malformed, "not a knowledge image of this program", "offset 0", "ringfence knowledge compile makes one");
  Knowledge k;
  RF_TRY(const std::string_view hash, in.take(64));
  k.hash = hash;
  RF_TRY(const std::uint32_t count, in.u32());
  RF_TRY(k.pen_table, in.text());
  RF_TRY(k.oui_table, in.text());
  RF_TRY(const std::uint32_t table_count, in.u32());
  for (std::uint32_t i = 0; i < table_count; ++i) {
    RF_TRY(const std::string_view path, in.text());
    RF_TRY(const std::string_view text, in.text());
    k.tables.insert_or_assign(std::string(path), text);
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    RF_TRY(const std::string_view path, in.text());
    Node root;
    RF_CHECK(get_node(in, root, 0));
    read_file_of_kind(path, root, k);
  }
  return k;
}

/// What a file of fingerprints says takes the place of all that an earlier file of its name said.
template <class T>
static void replace_files(std::vector<T>& all, std::vector<T>& over) {
  std::set<std::string, std::less<>> files;
  for (const T& f : over) files.insert(f.file);
  std::erase_if(all, [&](const T& f) { return files.contains(f.file); });
  all.insert(all.end(), std::make_move_iterator(over.begin()), std::make_move_iterator(over.end()));
}

Result<Knowledge> open(const std::vector<std::string>& dirs) {
  if (dirs.empty()) return load(builtin_image());
  RF_TRY(Knowledge k, load(builtin_image()));
  for (const std::string& dir : dirs) {
    auto files = files_below(dir);
    if (!files) return std::unexpected(std::move(files).error());
    auto made = compile(*files);
    if (!made) {
      Error e = std::move(made).error();
      e.input = dir + "/" + e.input;
      return std::unexpected(std::move(e));
    }
    // Whole files replace whole things: the later folder wins, id by id.
    auto image = std::make_shared<const std::string>(std::move(*made));
    RF_TRY(Knowledge over, load(*image));
    for (auto& [id, v] : over.suppliers) k.suppliers.insert_or_assign(id, std::move(v));
    for (auto& [id, v] : over.jurisdictions) k.jurisdictions.insert_or_assign(id, std::move(v));
    for (auto& [id, v] : over.lists) k.lists.insert_or_assign(id, std::move(v));
    for (auto& [id, v] : over.directions) k.directions.insert_or_assign(id, std::move(v));
    for (auto& [id, v] : over.regimes) k.regimes.insert_or_assign(id, std::move(v));
    for (auto& [id, v] : over.sources) k.sources.insert_or_assign(id, std::move(v));
    for (const auto& [path, text] : over.tables) k.tables.insert_or_assign(path, text);
    k.held.push_back(std::move(image));
    k.functions.insert(k.functions.end(), over.functions.begin(), over.functions.end());
    k.aliases.insert(k.aliases.end(), over.aliases.begin(), over.aliases.end());
    k.roles.insert(k.roles.end(), over.roles.begin(), over.roles.end());
    replace_files(k.fingerprints, over.fingerprints);
    replace_files(k.trade_words, over.trade_words);
    replace_files(k.device_objects, over.device_objects);
    k.factory_names.insert(k.factory_names.end(), over.factory_names.begin(), over.factory_names.end());
    k.common_words.insert(k.common_words.end(), over.common_words.begin(), over.common_words.end());
    if (!over.calibration.empty()) k.calibration = over.calibration;
    k.agent_numbers.insert(k.agent_numbers.begin(), over.agent_numbers.begin(), over.agent_numbers.end());  // the first of a number counts
    k.variations.insert(k.variations.end(), over.variations.begin(), over.variations.end());
    k.columns.insert(k.columns.end(), over.columns.begin(), over.columns.end());
    k.statuses.insert(k.statuses.end(), over.statuses.begin(), over.statuses.end());
    k.maker_words.insert(k.maker_words.end(), over.maker_words.begin(), over.maker_words.end());
    k.seller_words.insert(k.seller_words.end(), over.seller_words.begin(), over.seller_words.end());
    k.hash = sha256_hex(k.hash + over.hash);
  }
  return k;
}

}  // namespace rf::knowledge
