// The end of a stack has neither count nor department.

const form = document.getElementById("form");
const parts = document.querySelectorAll("[data-part]");

function show() {
  const isEnd = form.value === "end";
  for (const each of parts) each.hidden = isEnd;
  document.getElementById("count").required = !isEnd;
}

form.addEventListener("change", show);
show();
