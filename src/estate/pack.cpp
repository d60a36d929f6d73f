// Writing of packs. Every column is as narrow as its codes allow; texts that are mostly distinct stand in blocks that are opened alone.
#include "estate/pack.h"

#include <zstd.h>

#include <algorithm>
#include <bit>
#include <functional>

#include "base/text.h"
#include "evidence/pack_view.h"
#include "model/pack_format.h"

namespace rf::estate {
namespace {

template <class N>
void put_number(std::string& out, N n) {
  for (std::size_t i = 0; i < sizeof n; ++i) out += static_cast<char>(static_cast<std::uint64_t>(n) >> (8 * i));
}

class PackWriter {
 public:
  explicit PackWriter(std::uint64_t rows) : rows_(rows) { sections_.push_back({}); }  // of the names, written last

  void texts(std::string name, std::size_t n, const std::function<std::string_view(std::size_t)>& text_of) {
    begin(std::move(name), pack::kTexts, 0, n, 0);
    write_texts(n, text_of);
    close();
  }
  /// Numbers 0 … most.
  template <class Of>
  void codes(std::string name, std::size_t n, std::uint64_t most, Of of) {
    begin(std::move(name), pack::kCodes, static_cast<std::uint32_t>(std::bit_width(most)), n, 0);
    packed(n, of);
    close();
  }
  template <class Of>
  void values(std::string name, std::size_t n, Of of) {
    std::int64_t least = 0, most = 0;
    bool any = false;
    for (std::size_t i = 0; i < n; ++i) {
      const std::int64_t v = of(i);
      if (v == kNoCount) continue;
      least = any ? std::min(least, v) : v;
      most = any ? std::max(most, v) : v;
      any = true;
    }
    const std::uint64_t range = any ? static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least) + 1 : 0;
    const auto width = static_cast<unsigned>(std::bit_width(range));
    if (width > 56 || (any && range == 0)) {  // the range of all 64 bits is 0 again
      begin(std::move(name), pack::kNumbers, 64, n, 0);
      packed(n, [&](std::size_t i) { return static_cast<std::uint64_t>(of(i)); });
    } else {
      begin(std::move(name), pack::kNumbers, width, n, least);
      packed(n, [&](std::size_t i) {
        const std::int64_t v = of(i);
        return v == kNoCount ? 0 : static_cast<std::uint64_t>(v) - static_cast<std::uint64_t>(least) + 1;
      });
    }
    close();
  }
  /// Numbers that mostly grow with their index, such as lines.
  template <class Of>
  void along(std::string name, std::size_t n, Of of) {
    std::int64_t least = 0, most = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::int64_t d = of(i) - static_cast<std::int64_t>(i);
      least = i == 0 ? d : std::min(least, d);
      most = i == 0 ? d : std::max(most, d);
    }
    const auto width = static_cast<std::uint32_t>(std::bit_width(static_cast<std::uint64_t>(most - least)));
    begin(std::move(name), pack::kAlong, width > 56 ? 64 : width, n, least);
    packed(n, [&](std::size_t i) { return static_cast<std::uint64_t>(of(i) - static_cast<std::int64_t>(i) - least); });
    close();
  }
  void blocks(std::string name, std::size_t n, const std::function<std::string_view(std::size_t)>& text_of) {
    begin(std::move(name), pack::kBlocks, 0, n, 0);
    struct Block {
      std::uint64_t first, offset, size;
    };
    std::vector<Block> table;
    std::string frames, ends, bytes, plain;
    std::size_t first = 0;
    ZSTD_CCtx* const zstd = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, 1);
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1);
    const auto flush = [&](std::size_t next) {
      if (next == first) return;
      plain = ends + bytes;
      const std::size_t at = frames.size();
      frames.resize(at + ZSTD_compressBound(plain.size()));
      const std::size_t got = ZSTD_compress2(zstd, frames.data() + at, frames.size() - at, plain.data(), plain.size());
      frames.resize(at + got);  // compressBound leaves room for every input
      table.push_back({first, at, got});
      first = next;
      ends.clear();
      bytes.clear();
    };
    for (std::size_t i = 0; i < n; ++i) {
      bytes += text_of(i);
      put_number(ends, static_cast<std::uint32_t>(bytes.size()));
      if (i + 1 - first >= pack::kBlockTexts || bytes.size() >= pack::kBlockBytes) flush(i + 1);
    }
    flush(n);
    ZSTD_freeCCtx(zstd);
    put_number(out_, static_cast<std::uint64_t>(table.size()));
    for (const Block& b : table) {
      put_number(out_, b.first);
      put_number(out_, b.offset + 8 + table.size() * 24);
      put_number(out_, b.size);
    }
    sections_[open_].hashed = out_.size() - sections_[open_].offset;
    out_ += frames;
    close();
  }

  std::string take() && {
    sections_[0] = {pack::kTexts, 0, names_.size(), 0, out_.size()};
    open_ = 0;
    write_texts(names_.size(), [&](std::size_t i) { return std::string_view(names_[i]); });
    close();
    std::string head(pack::kMagic);
    put_number(head, pack::kVersion);
    put_number(head, static_cast<std::uint32_t>(sections_.size()));
    put_number(head, rows_);
    const std::uint64_t begin = (pack::kHeader + sections_.size() * pack::kEntry + 8 + 7) / 8 * 8;
    for (std::size_t i = 0; i < sections_.size(); ++i) {
      const Section& s = sections_[i];
      put_number(head, static_cast<std::uint32_t>(i == 0 ? 0 : i - 1));
      put_number(head, s.kind);
      put_number(head, s.width);
      put_number(head, std::uint32_t{0});
      put_number(head, s.n);
      put_number(head, static_cast<std::uint64_t>(s.base));
      put_number(head, begin + s.offset);
      put_number(head, s.size);
      put_number(head, evidence::section_hash(std::string_view(out_).substr(s.offset, s.hashed)));
      put_number(head, std::uint64_t{0});
    }
    put_number(head, evidence::section_hash(head));
    head.resize(begin, '\0');
    out_.insert(0, head);
    if (const auto least = pack::least_bytes(rows_, sections_.size()); out_.size() < least) out_.resize(least, '\0');
    return std::move(out_);
  }

 private:
  struct Section {
    std::uint32_t kind = 0, width = 0;
    std::uint64_t n = 0;
    std::int64_t base = 0;
    std::uint64_t offset = 0, size = 0, hashed = 0;  ///< hashed: so many bytes from the offset on
  };
  void begin(std::string name, std::uint32_t kind, std::uint32_t width, std::uint64_t n, std::int64_t base) {
    open_ = sections_.size();
    names_.push_back(std::move(name));
    sections_.push_back({kind, width, n, base, out_.size()});
  }
  void close() {
    Section& s = sections_[open_];
    s.size = out_.size() - s.offset;
    if (s.kind != pack::kBlocks) s.hashed = s.size;
    out_.resize((out_.size() + 7) / 8 * 8, '\0');
  }
  void write_texts(std::size_t n, const std::function<std::string_view(std::size_t)>& text_of) {
    std::uint64_t end = 0;
    for (std::size_t i = 0; i < n; ++i) put_number(out_, end += text_of(i).size());
    for (std::size_t i = 0; i < n; ++i) out_ += text_of(i);
  }
  template <class Of>
  void packed(std::size_t n, Of of) {
    const unsigned width = sections_[open_].width;
    const std::size_t at = out_.size();
    out_.resize(at + (n * width + 7) / 8 + 8, '\0');
    char* const data = out_.data() + at;
    std::uint64_t word = 0;
    unsigned have = 0;
    std::size_t to = 0;
    const auto store = [&](std::uint64_t w, std::size_t bytes) {
      for (std::size_t k = 0; k < bytes; ++k) data[to++] = static_cast<char>(w >> (8 * k));
    };
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t v = of(i);
      if (width == 64) {
        store(v, 8);
        continue;
      }
      word |= v << have;
      have += width;
      if (have >= 64) {
        store(word, 8);
        have -= 64;
        word = have == 0 ? 0 : v >> (width - have);
      }
    }
    store(word, (have + 7) / 8);
  }

  std::uint64_t rows_;
  std::vector<Section> sections_;
  std::vector<std::string> names_;  // of the sections behind the first
  std::string out_;
  std::size_t open_ = 0;
};

std::int64_t number_of(Day d) { return d.known() ? d.days : kNoCount; }

}  // namespace

std::string to_pack(const Estate& e, const PackedCells* cells, const PackedWholes& wholes, const std::vector<Error>& notes, const std::vector<Error>& unread) {
  PackWriter out(e.size());
  const std::size_t n = e.size();
  const auto words = [&](Field f) {
    const auto& d = e.words(f);
    out.texts("words/" + std::string(info(f).name), d.size(), [&](std::size_t c) { return d.text(static_cast<std::uint32_t>(c)); });
  };
  for (const auto& f : kFields) {
    if (!e.has(f.field) || e.hidden(f.field)) continue;
    const std::string name(f.name);
    switch (f.type) {
      case FieldType::Text:
        out.codes("filled/" + name, n, 1, [&](std::size_t r) { return static_cast<std::uint64_t>(e.filled(f.field, r)); });
        out.blocks("text/" + name, n, [&](std::size_t r) { return e.text(f.field, r); });
        break;
      case FieldType::Date:
        out.values("day/" + name, n, [&](std::size_t r) { return number_of(e.day(f.field, r)); });
        break;
      case FieldType::Count:
        out.values("count/" + name, n, [&](std::size_t r) { return e.count(f.field, r); });
        break;
      case FieldType::Word: case FieldType::Decimal:
        words(f.field);
        out.codes("word/" + name, n, e.words(f.field).size() - 1, [&](std::size_t r) { return std::uint64_t{e.code(f.field, r)}; });
        break;
    }
  }
  const auto coded = [&](const std::string& codes, const std::string& dictionary, auto text_of) {
    Dictionary texts;
    std::vector<std::uint32_t> of_row(n);
    for (std::size_t r = 0; r < n; ++r) of_row[r] = texts.code(text_of(r));
    out.texts(dictionary, texts.size(), [&](std::size_t c) { return texts.text(static_cast<std::uint32_t>(c)); });
    out.codes(codes, n, texts.size() - 1, [&](std::size_t r) { return std::uint64_t{of_row[r]}; });
  };
  // What was packed before says where it stood at first.
  bool packed_before = false;
  for (const std::string& header : e.extra_headers()) {
    if (header == pack::kInputColumn || header == pack::kLineColumn) packed_before = true;
    else coded("extra/" + header, "extras/" + header, [&](std::size_t r) { return e.extra(r, header); });
  }
  std::vector<std::string> labels;
  const auto label = [&](std::size_t r) -> std::string_view {
    const std::uint32_t input = e.source(r).input;
    while (labels.size() <= input) labels.push_back(e.label_of_input(static_cast<std::uint32_t>(labels.size())));
    return labels[input];
  };
  coded("from", "froms", [&](std::size_t r) {
    const std::string_view first = packed_before ? e.extra(r, pack::kInputColumn) : std::string_view();
    return first.empty() ? label(r) : first;
  });
  out.along("line", n, [&](std::size_t r) {
    const std::string_view first = packed_before ? e.extra(r, pack::kLineColumn) : std::string_view();
    return std::clamp<std::int64_t>(parse_count(first).value_or(static_cast<std::int64_t>(e.source(r).line)), 0, std::int64_t{1} << 53);
  });
  // Words of roles that give a function where none stands: what gives them is knowledge, and may be other knowledge when the pack is read.
  bool open_roles = false;
  for (std::size_t r = 0; r < n && e.has(Field::Role) && !open_roles; ++r) open_roles = e.code(Field::Role, r) != 0 && e.code(Field::Function, r) == 0;
  const std::vector<std::string> facts = {"hash", e.hash(), "open-roles", open_roles ? "yes" : "no"};
  out.texts("facts", facts.size(), [&](std::size_t i) { return std::string_view(facts[i]); });
  const auto said = [&](std::string name, const std::vector<Error>& all) {
    if (all.empty()) return;
    std::vector<std::string_view> texts;
    for (const Error& x : all) texts.insert(texts.end(), {x.input, x.where, x.why, x.remedy});
    out.texts(std::move(name), texts.size(), [&](std::size_t i) { return texts[i]; });
  };
  said("notes", notes);
  said("unread", unread);
  if (!wholes.of_row.empty()) {
    std::vector<std::string_view> texts;
    for (const auto& w : wholes.words)
      for (const auto& [f, code] : {std::pair{Field::Supplier, w[0]}, std::pair{Field::Brand, w[1]}, std::pair{Field::Function, w[2]}}) texts.push_back(e.words(f).text(code));
    out.texts("wholes", texts.size(), [&](std::size_t i) { return texts[i]; });
    out.codes("whole", n, wholes.words.size(), [&](std::size_t r) { return std::uint64_t{wholes.of_row[r]}; });
  }
  if (cells) {
    const Estate& c = *cells->estate;
    const std::size_t m = c.size();
    for (const auto& f : kFields) {
      const std::string name(f.name);
      if (!c.has(f.field)) continue;
      switch (f.type) {
        case FieldType::Text: out.codes("cell/filled/" + name, m, 1, [&](std::size_t r) { return static_cast<std::uint64_t>(c.filled(f.field, r)); }); break;
        case FieldType::Date: out.values("cell/day/" + name, m, [&](std::size_t r) { return number_of(c.day(f.field, r)); }); break;
        case FieldType::Count: out.values("cell/sum/" + name, m, [&](std::size_t r) { return c.count(f.field, r); }); break;
        case FieldType::Word: case FieldType::Decimal: out.codes("cell/word/" + name, m, e.words(f.field).size() - 1, [&](std::size_t r) { return std::uint64_t{c.code(f.field, r)}; }); break;
      }
    }
    out.values("cell/most/premises", m, [&](std::size_t r) { return cells->most_premises[r]; });
    out.values("cell/most/traffic", m, [&](std::size_t r) { return cells->most_traffic[r]; });
    if (!cells->whole.empty()) out.codes("cell/whole", m, wholes.words.size(), [&](std::size_t r) { return std::uint64_t{cells->whole[r]}; });
    out.values("cell/begin", m + 1, [&](std::size_t r) { return std::int64_t{cells->begin[r]}; });
    out.values("cell/row", cells->rows.size(), [&](std::size_t r) { return std::int64_t{cells->rows[r]}; });
    out.values("cell/grid", cells->grid.size(), [&](std::size_t r) { return number_of(cells->grid[r]); });
    out.codes("cell/sites", cells->sites.size(), 1, [&](std::size_t r) { return static_cast<std::uint64_t>(cells->sites[r]); });
  }
  return std::move(out).take();
}

}  // namespace rf::estate
