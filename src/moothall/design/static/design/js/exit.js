// Leaving at once: the page is cleared and replaced, so that "back" does not show it. Escape three times does too.
const WINDOW_MS = 3000;

export function start(link) {
  const leave = () => {
    document.body.hidden = true;
    document.title = "";
    window.location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      presses = [];
      return;
    }
    presses = [...presses.filter((at) => event.timeStamp - at < WINDOW_MS), event.timeStamp];
    if (presses.length >= 3) leave();
  });
  link.parentElement.querySelector("[data-exit-hint]")?.removeAttribute("hidden");
}
