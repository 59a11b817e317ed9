// A form is sent once, however often the button is pressed; the space bar works on links drawn as buttons.
const AGAIN_MS = 1000;

export function start(button) {
  if (button.tagName === "A") {
    button.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        button.click();
      }
    });
    return;
  }
  let last = -Infinity;
  button.addEventListener("click", (event) => {
    if (event.timeStamp - last < AGAIN_MS) event.preventDefault();
    else last = event.timeStamp;
  });
}
