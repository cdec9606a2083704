// What a page gains from script: the light switch, the print button, times that stay true. Nothing depends on it.

const root = document.documentElement;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return (root.dataset.scheme ?? (systemIsDark.matches ? "dark" : "light")) === "dark";
}

function keep(scheme) {
  try {
    if (scheme) localStorage.setItem("scheme", scheme);
    else localStorage.removeItem("scheme");
  } catch {
    // Storage is refused: the choice holds for this page.
  }
}

function wireSwitch(button) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  button.addEventListener("click", () => {
    const wanted = isDark() ? "light" : "dark";
    const isSystems = wanted === (systemIsDark.matches ? "dark" : "light");
    if (isSystems) delete root.dataset.scheme;
    else root.dataset.scheme = wanted;
    keep(isSystems ? null : wanted);
    show();
  });
  systemIsDark.addEventListener("change", show);
  show();
}

// A page may have been kept for hours: say how long ago it is now.
function refresh(time, now) {
  const minutes = Math.floor((now - new Date(time.dateTime)) / 60_000);
  const relative = new Intl.RelativeTimeFormat(root.lang);
  if (minutes < 1) return;
  if (minutes < 60) time.textContent = relative.format(-minutes, "minute");
  else if (minutes < 1440) time.textContent = relative.format(-Math.floor(minutes / 60), "hour");
  else time.textContent = inWords(new Date(time.dateTime), { day: "numeric", month: "long", year: "numeric" });
}

function inWords(date, style) {
  const locale = root.lang === "en" ? "en-GB" : root.lang;
  return new Intl.DateTimeFormat(locale, style).format(date);
}

function refreshAll() {
  const now = new Date();
  for (const time of document.querySelectorAll("time[data-relative]")) refresh(time, now);
  for (const time of document.querySelectorAll("time[data-today]")) {
    if (now - new Date(time.dateTime) < 3_600_000) continue;
    time.textContent = inWords(now, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");
  }
}

document.querySelectorAll("[data-scheme-switch]").forEach(wireSwitch);
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
refreshAll();
setInterval(refreshAll, 60_000);
