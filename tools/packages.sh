# To be sourced: system packages, where they can be installed from here.

say() { printf 'setup: %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
  else return 1
  fi
}

can_install() { command -v apt-get >/dev/null && as_root true; }

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# What is good to have: all at once, else one by one; what does not come is told.
install_extra() {
  say "system packages: $*"
  as_root apt-get update -qq >/dev/null 2>&1 || true
  apt_install "$@" >/dev/null 2>&1 && return 0
  local each
  for each in "$@"; do
    apt_install "$each" >/dev/null 2>&1 || say "$each: not installed"
  done
}
