// A list worked by single keys: J next, K previous, and the letters of buttons that carry data-key. The keys work
// only while the focus is inside the list (WCAG 2.2, 2.1.4), so that nobody who dictates presses them by chance.
export function start(list) {
  const stops = () => [...list.querySelectorAll("tbody a, li a, [data-stop]")];
  const move = (step) => {
    const all = stops();
    const at = all.findIndex((stop) => stop.closest("tr, li")?.contains(document.activeElement));
    all[Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
  };
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "j") move(1);
    else if (key === "k") move(-1);
    else event.target.closest("tr, li")?.querySelector(`[data-key="${CSS.escape(key)}"]`)?.click();
  });
}
