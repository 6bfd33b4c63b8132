// A link to an entry opens it.

function open() {
  const entry = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  if (!(entry instanceof HTMLDetailsElement)) return;
  entry.open = true;
  entry.querySelector("summary").focus();
}

window.addEventListener("hashchange", open);
open();
