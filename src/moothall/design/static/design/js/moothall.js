// Starts what a page needs and nothing else. Every page works without scripts; these make it quicker to use.
const modules = {
  menu: () => import("./menu.js"),
  exit: () => import("./exit.js"),
  keys: () => import("./keys.js"),
  button: () => import("./button.js"),
  send: () => import("./send.js"),
  map: () => import("./map.js"),
  point: () => import("./map.js"),
  "govuk-character-count": () => import("./count.js"),
  "govuk-checkboxes": () => import("./choices.js"),
  "govuk-error-summary": () => import("./errors.js"),
  "govuk-password-input": () => import("./password.js"),
};

const started = new WeakSet();

// All at once: a slow module (a map) must not keep the next one waiting.
function start(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    const load = modules[element.dataset.module];
    if (!load || started.has(element)) continue;
    started.add(element);
    load().then((module) => module.start(element));
  }
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.target.parentElement ?? document));
