// Small comforts. Every page works without this file.
"use strict";

// A wrong form puts the reader at its errors.
function focusErrors(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary) summary.focus();
}

document.addEventListener("DOMContentLoaded", () => focusErrors(document));
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));

// On a narrow screen the menu of the console starts closed. The width is that of the stylesheet.
document.addEventListener("DOMContentLoaded", () => {
  const menu = document.querySelector(".side > details");
  if (menu && window.matchMedia("(max-width: 56rem)").matches) menu.open = false;
});

// On paper every working is open.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
});

// A form is sent once, however impatient the finger.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.dataset.sent) {
    if (form.dataset.sent) event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});
