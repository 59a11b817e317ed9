// "None of these" unticks the rest, and the rest untick it.
export function start(group) {
  const inputs = [...group.querySelectorAll("input[type=checkbox]")];
  group.addEventListener("change", ({ target }) => {
    if (!target.checked) return;
    const exclusive = target.dataset.behaviour === "exclusive";
    for (const input of inputs) {
      if (input !== target && (exclusive || input.dataset.behaviour === "exclusive")) input.checked = false;
    }
  });
}
