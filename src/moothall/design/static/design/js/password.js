// Shows and hides a password; it is hidden again before it is sent, so that browsers do not keep it as plain text.
export function start(element) {
  const input = element.querySelector("input");
  const button = element.querySelector("button");
  const say = element.dataset;
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = visible ? say["i18n.hidePassword"] : say["i18n.showPassword"];
    button.setAttribute("aria-label", visible ? say["i18n.hidePasswordAriaLabel"] : say["i18n.showPasswordAriaLabel"]);
  };
  button.hidden = false;
  button.addEventListener("click", () => show(input.type === "password"));
  input.form?.addEventListener("submit", () => show(false));
}
