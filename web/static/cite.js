// SPDX-License-Identifier: MIT
// Buttons that copy a text of the page; they show only where a browser lets them.
"use strict";

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copies]") : []) {
  const source = document.getElementById(button.dataset.copies);
  const status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent.replace(/\s+/g, " ").trim());
    status.textContent = button.dataset.done;
  });
}
