// The answer as JSON. Everything but the assets is small; those are written a row at a time, so that ten million of
// them need no memory. Keys and types: docs/contracts.md "assess"; checked by tests/report/report_test.cpp.
#include "report/report.h"

#include <algorithm>
#include <array>

#include "base/json_writer.h"
#include "report/json_parts.h"
#include "report/words.h"

namespace rf::report {
namespace {

using assess::Answer;

void put_listed(JsonWriter& w, std::string_view key, const std::vector<std::string>& items, const Options& o) {
  w.key(key).begin_array();
  for (std::size_t i = 0; i < shown(items.size(), o); ++i) w.value(items[i]);
  w.end_array();
}
void put_amount(JsonWriter& w, const assess::Amount& a) {
  w.member("quantity", a.quantity).member("premises", a.premises).member("traffic", a.traffic).member("assets", a.assets);
}

}  // namespace

void put_locator_members(JsonWriter& w, const Locator& l, const Answer& a, std::string_view says) {
  w.key("locator");
  l.oid.empty() ? w.value(short_form(l)) : w.value(l.oid);
  if (l.evidence.empty()) {
    const auto at = l.path.empty() ? a.input_sha256.find(l.input) : a.input_sha256.find(input_label(l.input, l.path));
    std::string evidence;
    if (at != a.input_sha256.end()) evidence.reserve(80), (evidence = "sha256:") += at->second;
    w.member_or_null("evidence", evidence);
  } else {
    w.member("evidence", l.evidence);
  }
  w.member("input", l.input);
  put_texts(w, "path", l.path);
  w.key("at");
  put_at(w, l);
  w.key("bytes").begin_array();
  for (const auto& [offset, length] : l.bytes) w.begin_array().value(offset).value(length).end_array();
  w.end_array().member_or_null("says", says.empty() ? std::string_view(l.says) : says);
}

void put_locator(JsonWriter& w, const Locator& l, const Answer& a) {
  std::string one;
  JsonWriter line(one);
  line.begin_object();
  put_locator_members(line, l, a);
  line.end_object();
  w.raw(one);
}

void put_error(JsonWriter& w, const Error& e) {
  w.begin_object().member_or_null("input", e.input).member_or_null("where", e.where).member("why", e.why).member_or_null("remedy", e.remedy).end_object();
}

void put_values(JsonWriter& w, const Measured& m) {
  const auto number = [&](std::string_view key, std::int64_t count, double share) {
    w.key(key);
    m.share ? w.value(share) : w.value(count);
  };
  number("value", m.part, m.value());
  number("value_low", m.part_low, m.value_low());
  number("value_high", m.part_high, m.value_high());
}

void put_supplier_card(JsonWriter& w, const assess::SupplierCard& s) {
  w.begin_object().member("id", s.id).member("name", s.name).member_or_null("country", s.country).member_or_null("influence_group", s.influence_group);
  put_texts(w, "owners", s.owners);
  put_array(w, "designations", s.designations, [&](const assess::Designation& d) {
    w.begin_object().member("list", d.list).member("title", d.title).member_or_null("force", d.force).member_or_null("entry", d.entry);
    put_day(w, "from", d.from);
    put_day(w, "to", d.to);
    w.member("active", d.active).member("unverified", d.unverified).member_or_null("rule", d.rule).member_or_null("by", d.by);
    w.member_or_null("scope", d.scope).member_or_null("effect", d.effect).end_object();
  });
  put_array(w, "factors", s.factors, [&](const Factor& f) {
    w.begin_object().member("factor", f.factor).member("says", f.says);
    put_texts(w, "sources", f.sources);
    w.member("unverified", f.unverified).end_object();
  });
  w.end_object();
}

void put_supplier_share(JsonWriter& w, const assess::SupplierShare& s) {
  w.begin_object().member_or_null("supplier", s.supplier).member("name", s.name).member("resolved", s.resolved);
  put_amount(w, s.all);
  if (s.parts > 0) w.member("parts", s.parts);
  w.key("by_function").begin_object();
  for (const auto& [function, amount] : s.by_function) {
    w.key(function.empty() ? std::string_view("unknown") : std::string_view(function)).begin_object();
    put_amount(w, amount);
    w.end_object();
  }
  w.end_object().end_object();
}

void put_finding(JsonWriter& w, const Finding& f, const Answer& a, const Options& o) {
  w.begin_object();
  put_finding_members(w, f, a, o);
  w.end_object();
}

void put_finding_members(JsonWriter& w, const Finding& f, const Answer& a, const Options& o) {
  const Measured& m = f.measured;
  w.member("id", f.id).member_or_null("operator", f.operator_id);
  w.key("scope").begin_object().member_or_null("region", f.region).member_or_null("supplier", f.supplier).end_object();
  w.member("direction", f.direction).member("requirement", f.requirement);
  w.member("force", f.force).member("instrument_state", f.instrument_state).member("applies", f.applies).member_or_null("territory", f.territory);
  w.member("status", to_text(f.status));
  put_day(w, "from", f.from);
  put_optional(w, "days_left", f.days_left);
  w.member("measure", m.measure).member("unit", m.share ? "share" : "count");
  put_values(w, m);
  w.key("limit");
  !m.share && m.limit_den == 1 ? w.value(m.limit_num) : w.value(m.limit());
  w.member("part", m.part).member("total", m.total).member("over_by", m.over_by);
  w.member("part_low", m.part_low).member("part_high", m.part_high).member("total_low", m.total_low).member("total_high", m.total_high);
  w.key("undecided").begin_object().member("assets", f.undecided_assets).key("missing").begin_object();
  constexpr std::array<std::string_view, 5> kMissing = {"maker", "function", "weight", "installed_on", "site_class"};
  for (const auto k : kMissing) {
    const auto at = f.missing.find(std::string(k));
    w.member(k, at == f.missing.end() ? std::int64_t{0} : at->second);
  }
  for (const auto& [k, n] : f.missing)
    if (std::find(kMissing.begin(), kMissing.end(), k) == kMissing.end()) w.member(k, n);
  w.end_object();
  if (o.assets) {
    put_listed(w, "decide_by", f.decide_by, o);
    w.key("rows").begin_array();
    for (std::size_t i = 0; i < shown(f.decide_rows.size(), o); ++i) {
      w.begin_object().member("asset", f.decide_rows[i].asset);
      put_texts(w, "lacks", f.decide_rows[i].lacks);
      w.end_object();
    }
    w.end_array();
  }
  put_texts(w, "facts", f.decide_facts);
  w.end_object();
  w.member_or_null("supplier_basis", f.supplier_basis);
  if (o.assets) put_listed(w, "assets", f.assets, o);
  w.member("assets_total", f.assets_total);
  w.key("mitigation").begin_object();
  put_optional(w, "possible", f.mitigation.possible);
  w.member_or_null("basis", f.mitigation.basis).member_or_null("by", f.mitigation.by).member_or_null("regime", f.mitigation.regime);
  w.member("why", f.mitigation.why).end_object();
  w.member("unverified", f.unverified).member_or_null("unverified_what", f.unverified_what).member_or_null("variation", f.variation);
  w.key("exposure").begin_object().member("only", f.exposure_only).member("assets", f.exposure_rows).member("quantity", f.exposure_pieces).member("component_only_assets", f.component_rows).end_object();
  w.member("excepted_assets", f.excepted_rows);
  put_array(w, "because", f.because, [&](const Because& b) {
    w.begin_object().member("kind", b.kind).member("says", b.says).member_or_null("source", b.source).member("unverified", b.unverified).key("locator");
    b.locator && o.assets ? put_locator(w, *b.locator, a) : void(w.null());
    w.end_object();
  });
  w.member("says", sentence(f));
  w.key("evidence").begin_array();
  for (std::size_t i = 0; i < shown(f.evidence.size(), o); ++i) put_locator(w, f.evidence[i], a);
  w.end_array();
}

void put_regime(JsonWriter& w, const RegimeResult& r) {
  w.begin_object().member("id", r.id).member_or_null("operator", r.operator_id).member("status", r.status);
  w.key("assurance").begin_object().member_or_null("level", r.assurance_level).member_or_null("by", r.assurance_by);
  put_day(w, "from", r.assurance_from);
  w.member_or_null("says", r.assurance_says).end_object().member("why", r.why);
  put_array(w, "conditions", r.conditions, [&](const Condition& c) {
    w.begin_object().member("id", c.id).member("says", c.says).member("state", c.state).member("decides", c.decides).member_or_null("why", c.why).end_object();
  });
  w.end_object();
}

void put_direction(JsonWriter& w, const DirectionSummary& d) {
  w.begin_object().member("id", d.id).member("title", d.title).member("force", d.force).member("state", d.state).member_or_null("territory", d.territory);
  w.member("text_seen", d.text_seen).member("encoded", d.encoded).member("known", d.known);
  put_texts(w, "unverified", d.unverified);
  w.member_or_null("note", d.note);
  put_texts(w, "amends", d.amends);
  put_array(w, "history", d.history, [&](const StateSpan& s) {
    w.begin_object().member("state", s.state).member_or_null("by", s.by);
    put_day(w, "from", s.from);
    put_day(w, "to", s.to);
    w.member_or_null("source", s.source).end_object();
  });
  put_array(w, "obligations", d.obligations, [&](const ObligationNote& x) {
    w.begin_object().member("id", x.id).member("says", x.says).member_or_null("to", x.to);
    put_day(w, "due", x.due);
    w.member_or_null("within", x.within).member_or_null("source", x.source).member("unverified", x.unverified).end_object();
  });
  w.end_object();
}

void put_exposure(JsonWriter& w, const Exposure& x, const Options& o) {
  w.begin_object().member("id", x.id).member("kind", x.kind).member_or_null("operator", x.operator_id).member("list", x.list).member("title", x.title).member("authority", x.authority);
  w.member("supplier", x.supplier).member("status", x.status);
  put_day(w, "from", x.from);
  put_day(w, "to", x.to);
  w.member("assets", x.assets).member("quantity", x.quantity).member("unknown_assets", x.unknown_assets).member("unknown_quantity", x.unknown_quantity);
  w.key("by_function").begin_object();
  for (const auto& [f, n] : x.by_function) w.member(f.empty() ? std::string_view("unknown") : std::string_view(f), n);
  w.end_object().key("components").begin_object();
  for (const auto& [c, n] : x.components) w.member(c, n);
  w.end_object();
  put_day(w, "stock_ends", x.stock_ends);
  w.member_or_null("stock_source", x.stock_source);
  put_array(w, "clock", x.clock, [&](const SupplyClock& c) {
    w.begin_object().member_or_null("function", c.function).member("pieces", c.pieces).member("unknown", c.unknown).member("spares", c.spares).member("on_order", c.on_order).member("used", c.used).member("used_undated", c.used_undated);
    put_optional(w, "months", c.months);
    put_optional(w, "months_low", c.months_low);
    put_day(w, "until", c.until);
    put_day(w, "stated_until", c.stated_until);
    w.end_object();
  });
  if (o.assets) put_listed(w, "assets_named", x.assets_named, o);
  w.member("unverified", x.unverified).member_or_null("source", x.source).member("says", x.says).end_object();
}

void put_estate(JsonWriter& w, const Answer& a) {
  w.key("estate").begin_object().member_or_null("operator", a.operator_id).member_or_null("country", a.country).member("country_assumed", a.country_assumed);
  w.member("assets", a.assets);
  put_array(w, "by_supplier", a.by_supplier, [&](const assess::SupplierShare& s) { put_supplier_share(w, s); });
  put_array(w, "moved", a.moved, [&](const auto& m) { w.begin_object().member("says", m.first).member("assets", m.second).end_object(); });
  w.member("unknown", a.unknown).member("completeness", a.completeness.empty() ? std::string("not stated") : a.completeness).end_object();
}

void put_reconciliation(JsonWriter& w, const Answer& a, const Options& o) {
  put_array(w, "reconciliation", a.reconciliation, [&](const assess::Reconciled& r) {
    w.begin_object().member_or_null("function", r.function).member("declared", r.declared).member("observed", r.observed).member("both", r.both);
    put_listed(w, "declared_only", r.declared_only, o);
    put_listed(w, "observed_only", r.observed_only, o);
    w.member("declared_only_total", r.declared_only_total).member("observed_only_total", r.observed_only_total);
    w.key("contradicted").begin_array();
    for (std::size_t i = 0; i < shown(r.contradicted.size(), o); ++i) {
      const auto& c = r.contradicted[i];
      w.begin_object().member("kind", c.kind).member("asset", c.asset).member("says", c.says);
      put_array(w, "evidence", c.evidence, [&](const Locator& l) { put_locator(w, l, a); });
      w.end_object();
    }
    w.end_array().end_object();
  });
}

void put_joins(JsonWriter& w, const Answer& a, const Options& o) {
  put_array(w, "joins", a.joins, [&](const estate::TableJoin& j) {
    w.begin_object().member("input", j.input);
    put_texts(w, "keys", j.keys);
    put_texts(w, "gives", j.gives);
    w.member("lines", j.lines).member("joined_lines", j.joined_lines).member("rows", j.rows);
    put_listed(w, "unmatched", j.unmatched, o);
    w.member("unmatched_total", j.unmatched_total);
    put_listed(w, "without", j.without, o);
    w.member("without_total", j.without_total).member("ambiguous", j.ambiguous).member("differing", j.differing).member("contradicting", j.contradicting).member("added_up", j.added).member("secret", j.secret).end_object();
  });
}

void put_provenance(JsonWriter& w, const Answer& a) {
  w.member_or_null("knowledge", a.knowledge_hash).member_or_null("estate_hash", a.estate_hash);
  put_array(w, "inputs", a.inputs, [&](const Answer::InputFile& i) {
    w.begin_object().member("path", i.path).member_or_null("kind", i.kind).member_or_null("sha256", i.sha256).member("bytes", i.bytes).end_object();
  });
}

void write_json(const Answer& a, const Options& o, const Write& out) {
  std::string piece;
  JsonWriter w(piece, o.indent);
  const auto hand_on = [&](std::size_t at_least) {
    if (piece.size() < at_least) return;
    out(piece);
    piece.clear();
  };
  w.begin_object();
  put_day(w, "as_of", a.as_of);
  put_day(w, "known_at", a.known_at);
  put_estate(w, a);
  put_reconciliation(w, a, o);
  put_joins(w, a, o);
  put_array(w, "directions", a.directions, [&](const DirectionSummary& d) { put_direction(w, d); });
  if (o.assets) {
    w.key("assets").begin_array();
    for (std::size_t row = 0; a.estate && row < a.estate->size(); ++row) {
      w.raw(asset_json(a, row));
      hand_on(kPiece);
    }
    w.end_array();
  }
  put_array(w, "suppliers", a.suppliers, [&](const assess::SupplierCard& s) { put_supplier_card(w, s); });
  w.member("sightings", a.sightings);
  put_array(w, "findings", a.findings, [&](const Finding& f) {
    put_finding(w, f, a, o);
    hand_on(kPiece);
  });
  put_array(w, "regimes", a.regimes, [&](const RegimeResult& r) { put_regime(w, r); });
  put_array(w, "exposures", a.exposures, [&](const Exposure& x) { put_exposure(w, x, o); });
  w.key("alerts").begin_array().end_array();  // filled by watch
  put_array(w, "errors", a.errors, [&](const Error& e) { put_error(w, e); });
  put_array(w, "warnings", a.warnings, [&](const Error& e) { put_error(w, e); });
  put_provenance(w, a);
  w.end_object();
  piece += '\n';
  hand_on(0);
}

std::string typed_line(std::string_view type, std::string_view object) {
  std::string line = "{\"type\":";
  append_json_string(line, type);
  line += object == "{}" ? "" : ",";
  line += object.substr(1);
  line += '\n';
  return line;
}

void write_jsonl(const Answer& a, const Options& o, const Write& out) {
  const auto each = [&](std::string_view type, const auto& items, const auto& put) {
    for (const auto& i : items) out(typed_line_by(type, [&](JsonWriter& w) { put(w, i); }));
  };
  if (o.assets && a.estate)
    for (std::size_t row = 0; row < a.estate->size(); ++row) out(typed_line("asset", asset_json(a, row)));
  each("error", a.errors, [](JsonWriter& w, const Error& e) { put_error(w, e); });
  each("warning", a.warnings, [](JsonWriter& w, const Error& e) { put_error(w, e); });
  each("supplier", a.suppliers, [](JsonWriter& w, const assess::SupplierCard& s) { put_supplier_card(w, s); });
  each("direction", a.directions, [](JsonWriter& w, const DirectionSummary& d) { put_direction(w, d); });
  each("finding", a.findings, [&](JsonWriter& w, const Finding& f) { put_finding(w, f, a, o); });
  each("regime", a.regimes, [](JsonWriter& w, const RegimeResult& r) { put_regime(w, r); });
  each("exposure", a.exposures, [&](JsonWriter& w, const Exposure& x) { put_exposure(w, x, o); });
  std::string summary;
  JsonWriter w(summary);
  const Tally t = tally(a);
  w.begin_object();
  put_day(w, "as_of", a.as_of);
  put_day(w, "known_at", a.known_at);
  put_estate(w, a);
  put_reconciliation(w, a, o);
  put_joins(w, a, o);
  w.member("sightings", a.sightings);
  w.key("findings").begin_object().member("breached", t.breached).member("undecided", t.undecided).member("due", t.due).member("met", t.met);
  w.member("exempt", t.exempt).member("preview", t.preview).member("not-applicable", t.not_applicable).end_object();
  w.member("errors", static_cast<std::int64_t>(a.errors.size())).member("warnings", static_cast<std::int64_t>(a.warnings.size()));
  put_provenance(w, a);
  w.member("says", summary_line(a)).end_object();
  out(typed_line("summary", summary));
}

std::string finding_json(const Finding& f, const Answer& a, const Options& o) {
  std::string out;
  JsonWriter w(out);
  put_finding(w, f, a, o);
  return out;
}

std::string regime_json(const RegimeResult& r) {
  std::string out;
  JsonWriter w(out);
  put_regime(w, r);
  return out;
}

}  // namespace rf::report
