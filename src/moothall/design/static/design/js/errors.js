// Errors are read first: the summary takes the focus, and its links go to the question, not below it.
export function start(summary) {
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const input = link && document.getElementById(link.hash.slice(1));
    if (!input) return;
    event.preventDefault();
    const question = input.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${input.id}"]`);
    (question ?? input).scrollIntoView();
    input.focus({ preventScroll: true });
  });
}
