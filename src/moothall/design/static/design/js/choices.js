// Answers that open more questions, and "none of these" that unticks the rest.
function reveal(input) {
  const more = document.getElementById(input.getAttribute("aria-controls"));
  input.setAttribute("aria-expanded", String(input.checked));
  more?.classList.toggle(`govuk-${input.type === "radio" ? "radios" : "checkboxes"}__conditional--hidden`, !input.checked);
}

function untick(inputs, pressed) {
  const exclusive = pressed.dataset.behaviour === "exclusive";
  for (const input of inputs) {
    if (input !== pressed && (exclusive || input.dataset.behaviour === "exclusive")) input.checked = false;
  }
}

export function start(group) {
  const inputs = [...group.querySelectorAll("input[type=radio], input[type=checkbox]")];
  const opening = inputs.filter((input) => input.dataset.ariaControls);
  for (const input of opening) input.setAttribute("aria-controls", input.dataset.ariaControls);
  const update = () => opening.forEach(reveal);
  group.addEventListener("change", (event) => {
    if (event.target.type === "checkbox" && event.target.checked) untick(inputs, event.target);
    update();
  });
  window.addEventListener("pageshow", update);
  update();
}
