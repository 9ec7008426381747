#!/usr/bin/env bash
# On a machine without Pango the set-up brings it, and the PDF is made.  Needs root, overlayfs, apt and its mirrors.
# This machine stays as it is: all happens in a mount namespace, on a copy of the root that lives in memory.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ -z "${IN_NAMESPACE:-}" ]; then
  IN_NAMESPACE=yes exec unshare --mount "$0"
fi

copy=$(mktemp -d)
trap 'umount --recursive --lazy "$copy"; rmdir "$copy"' EXIT
mount -t tmpfs bare "$copy"
mkdir "$copy"/{changes,work,root}
mount -t overlay bare -o "lowerdir=/,upperdir=$copy/changes,workdir=$copy/work" "$copy/root"
for folder in /proc /dev "$PWD" "$(dirname "$(readlink -f .venv)")"; do
  mkdir -p "$copy/root$folder"
  mount --rbind "$folder" "$copy/root$folder"
done

PLACE=$PWD chroot "$copy/root" bash -euo pipefail <<'BARE'
cd "$PLACE"
dpkg --purge --force-depends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core >/dev/null 2>&1
if .venv/bin/python -c "import weasyprint" >/dev/null 2>&1; then
  echo "Expected no Pango on the bare machine, found one that dpkg does not know."
  exit 1
fi
out=$(mktemp -d)
.venv/bin/digits-report render site/results.json --out "$out/before" --quiet 2>/dev/null
test ! -e "$out/before/digits-report.pdf"
.venv/bin/python -m report.output.system_packages
.venv/bin/digits-report render site/results.json --out "$out/after" --quiet
cmp "$out/after/digits-report.pdf" site/digits-report.pdf
echo "The PDF is the published one, byte for byte."
BARE
