// How many characters are left. Shown at once, said aloud a second after the person stops typing.
const PAUSE_MS = 1000;

function words(box, over) {
  const { left, leftOne, over: tooMany, overOne } = box.dataset;
  const count = Math.abs(over);
  const template = over > 0 ? (count === 1 ? overOne : tooMany) : count === 1 ? leftOne : left;
  return template.replace("{count}", count.toLocaleString(document.documentElement.lang));
}

export function start(element) {
  const box = element.querySelector("textarea, input");
  const still = element.querySelector(".govuk-character-count__message");
  const most = Number(element.dataset.maxlength);
  const quiet = (most * Number(element.dataset.threshold ?? 0)) / 100;
  const shown = document.createElement("div");
  const said = document.createElement("div");
  shown.className = "govuk-character-count__message govuk-character-count__status govuk-hint";
  shown.setAttribute("aria-hidden", "true");
  said.className = "govuk-visually-hidden";
  said.setAttribute("aria-live", "polite");
  still.classList.add("govuk-visually-hidden");
  still.after(shown, said);

  let timer;
  const count = () => {
    const over = box.value.length - most;
    shown.textContent = box.value.length < quiet ? "" : words(box, over);
    shown.classList.toggle("govuk-error-message", over > 0);
    shown.classList.toggle("govuk-hint", over <= 0);
    clearTimeout(timer);
    timer = setTimeout(() => (said.textContent = shown.textContent), PAUSE_MS);
  };
  box.addEventListener("input", count);
  count();
}
