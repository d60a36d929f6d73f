# Sourced by ./run, ./test and ./bench: installs the Debian packages that are missing, and builds.
# ensure_packages FILE…: says what is missing and installs it; with NO_INSTALL=1 prints the line and exits 4.
ensure_packages() {
  local wanted missing
  wanted=$(grep -hv '^#' "$@" | sort -u)
  # shellcheck disable=SC2086
  missing=$({ dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null || true; } | awk '$1 == "ii" {print $2}' | sort -u | comm -13 - <(printf '%s\n' $wanted))
  # What another package put there under that name will do: npm comes with the nodejs of its makers.
  missing=$(for m in $missing; do command -v "$m" >/dev/null || echo "$m"; done)
  [ -z "$missing" ] && return 0
  local line="apt-get install -y --no-install-recommends $(echo $missing)"
  if [ "${NO_INSTALL:-0}" = 1 ]; then
    echo "$line"
    exit 4
  fi
  echo "ringfence: installing $(echo $missing)" >&2
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 &&
    $sudo env DEBIAN_FRONTEND=noninteractive $line >/dev/null || {
    echo "ringfence: could not install; as root run: $line" >&2
    exit 4
  }
  rm -f build/*/build.ninja  # configured once more: what is optional may be there now
}

# build PRESET TARGET…: configures once, builds what changed; quiet unless it fails.
build() {
  local preset=$1 log
  shift
  log=$(mktemp)
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; exit 4; }
  if [ -t 2 ]; then
    ninja -C "build/$preset" "$@" >&2 || exit 4
  else
    ninja -C "build/$preset" "$@" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; exit 4; }
  fi
  rm -f "$log"
}
