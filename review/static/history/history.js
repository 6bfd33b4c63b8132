// The history: pictures large on demand, Esc goes back, a page that no form explains is shown when
// asked for.

import { Problem, post } from "/static/api.js";
import { Large } from "./large.js";

const large = new Large(document.getElementById("large"));
large.watch(document);

document.addEventListener("keydown", (event) => {
  const isFree = !event.isComposing && !large.isOpen && !document.activeElement.matches("select");
  if (event.key === "Escape" && isFree) window.location.assign("/");
});

for (const button of document.querySelectorAll(".reveal-page")) {
  button.addEventListener("click", () => reveal(button));
}

async function reveal(button) {
  const { url, title } = button.dataset;
  try {
    const { picture } = await post(url);
    const image = document.createElement("img");
    image.alt = `${title}を大きく見る`;
    image.src = picture;
    const link = document.createElement("a");
    link.className = "large";
    link.href = picture;
    link.dataset.title = title;
    link.append(image);
    button.replaceWith(link);
    link.focus();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    button.nextElementSibling.textContent = error.words;
  }
}
