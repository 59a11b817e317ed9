// A form that goes by itself as soon as it is seen, once: going back to its page waits for the button.
export function start(form) {
  const [entry] = performance.getEntriesByType("navigation");
  if (entry?.type !== "back_forward") form.requestSubmit();
}
