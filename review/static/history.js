// The history: Esc goes back; a page that no form explains is shown when asked for.

import { Problem, post } from "./api.js";

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) window.location.assign("/");
});

for (const button of document.querySelectorAll(".reveal-page")) {
  button.addEventListener("click", () => reveal(button));
}

async function reveal(button) {
  try {
    const { picture } = await post(button.dataset.url);
    const image = document.createElement("img");
    image.alt = button.dataset.alt;
    image.src = picture;
    button.replaceWith(image);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    button.nextElementSibling.textContent = error.words;
  }
}
