#include "knowledge/node.h"

#include <yaml.h>

#include <algorithm>

namespace rf::knowledge {

const Node* Node::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (keys[i] == key) return &items[i];
  return nullptr;
}
std::string_view Node::get(std::string_view key) const {
  const Node* n = find(key);
  return n && n->type == Type::Scalar ? std::string_view(n->text) : std::string_view{};
}

namespace {

std::string line_of(std::size_t zero_based) { return "line " + std::to_string(zero_based + 1); }

class Parser {
 public:
  explicit Parser(std::string_view bytes) {
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (ready_) yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  ~Parser() {
    if (ready_) yaml_parser_delete(&parser_);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  Result<Node> document() {
    if (!ready_) return fail(Kind::Internal, "the YAML parser could not start");
    Node root;
    bool have = false;
    for (;;) {
      RF_TRY(Event e, next());
      switch (e.event.type) {
        case YAML_STREAM_END_EVENT:
          return root;
        case YAML_STREAM_START_EVENT: case YAML_DOCUMENT_START_EVENT: case YAML_DOCUMENT_END_EVENT: case YAML_NO_EVENT:
          break;
        default:
          if (have) return fail(Kind::Unsupported, "a second document in one file", line_of(e.event.start_mark.line));
          RF_TRY(root, value(e, 0));
          have = true;
      }
    }
  }

 private:
  struct Event {
    yaml_event_t event{};
    bool owned = false;
    Event() = default;
    Event(Event&& o) noexcept : event(o.event), owned(o.owned) { o.owned = false; }
    Event& operator=(Event&& o) noexcept {
      std::swap(event, o.event);
      std::swap(owned, o.owned);
      return *this;
    }
    ~Event() {
      if (owned) yaml_event_delete(&event);
    }
  };

  Result<Event> next() {
    Event e;
    if (yaml_parser_parse(&parser_, &e.event) == 0) {
      const char* why = parser_.problem ? parser_.problem : "not YAML";
      return fail(Kind::Malformed, why, line_of(parser_.problem_mark.line));
    }
    e.owned = true;
    return e;
  }

  Result<Node> value(const Event& e, int depth) {
    Node n;
    n.line = static_cast<std::uint32_t>(e.event.start_mark.line + 1);
    n.column = static_cast<std::uint32_t>(e.event.start_mark.column + 1);
    if (++nodes_ > kMaxNodes) return fail(Kind::Limit, "more than " + std::to_string(kMaxNodes) + " values", line_of(n.line - 1));
    if (depth > kMaxDepth) return fail(Kind::Limit, "nested deeper than " + std::to_string(kMaxDepth), line_of(n.line - 1));
    switch (e.event.type) {
      case YAML_ALIAS_EVENT:
        return fail(Kind::Unsupported, "an alias (*name): write the value out", line_of(n.line - 1),
                    "aliases are refused, because a few lines of them can ask for gigabytes");
      case YAML_SCALAR_EVENT: {
        n.text.assign(reinterpret_cast<const char*>(e.event.data.scalar.value), e.event.data.scalar.length);
        n.quoted = e.event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        switch (e.event.data.scalar.style) {
          case YAML_SINGLE_QUOTED_SCALAR_STYLE: n.style = '\''; break;
          case YAML_DOUBLE_QUOTED_SCALAR_STYLE: n.style = '"'; break;
          case YAML_LITERAL_SCALAR_STYLE: n.style = '|'; break;
          case YAML_FOLDED_SCALAR_STYLE: n.style = '>'; break;
          default: break;
        }
        const bool null = !n.quoted && (n.text.empty() || n.text == "null" || n.text == "~");
        n.type = null ? Node::Type::Null : Node::Type::Scalar;
        if (null) n.text.clear();
        return n;
      }
      case YAML_SEQUENCE_START_EVENT: {
        n.type = Node::Type::List;
        for (;;) {
          RF_TRY(Event item, next());
          if (item.event.type == YAML_SEQUENCE_END_EVENT) return n;
          RF_TRY(Node v, value(item, depth + 1));
          n.items.push_back(std::move(v));
        }
      }
      case YAML_MAPPING_START_EVENT: {
        n.type = Node::Type::Map;
        for (;;) {
          RF_TRY(Event k, next());
          if (k.event.type == YAML_MAPPING_END_EVENT) return n;
          const auto line = k.event.start_mark.line;
          if (k.event.type != YAML_SCALAR_EVENT) return fail(Kind::Unsupported, "a key that is not a word", line_of(line));
          std::string key(reinterpret_cast<const char*>(k.event.data.scalar.value), k.event.data.scalar.length);
          if (std::find(n.keys.begin(), n.keys.end(), key) != n.keys.end())
            return fail(Kind::Malformed, "the key \"" + key + "\" stands twice", line_of(line),
                        "keep one of them; which one is meant cannot be told");
          RF_TRY(Event ve, next());
          RF_TRY(Node v, value(ve, depth + 1));
          n.keys.push_back(std::move(key));
          n.key_lines.push_back(static_cast<std::uint32_t>(line + 1));
          n.items.push_back(std::move(v));
        }
      }
      default:
        return fail(Kind::Malformed, "unexpected end", line_of(n.line - 1));
    }
  }

  yaml_parser_t parser_{};
  bool ready_ = false;
  std::size_t nodes_ = 0;
};

}  // namespace

Result<Node> parse_yaml(std::string_view bytes) { return Parser(bytes).document(); }

}  // namespace rf::knowledge
