// The window beside the system: which part of the job it is, and the sample record to type from.
(() => {
  const part = (id) => document.getElementById(id);
  const say = (what) => window.__utsushi_panel(what);
  const copy = (text, button) => {
    const box = document.createElement("textarea");
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
    document.querySelectorAll("button.done").forEach((each) => each.classList.remove("done"));
    button.classList.add("done");
  };
  const row = ([id, label, value]) => {
    const line = document.createElement("tr");
    line.dataset.field = id;
    const name = document.createElement("th"), text = document.createElement("td");
    const place = document.createElement("td"), button = document.createElement("button");
    name.textContent = label;
    text.textContent = value;
    place.className = "copy";
    button.textContent = "写す";
    button.setAttribute("aria-label", `${label}を写す`);
    button.addEventListener("click", () => copy(value, button));
    place.append(button);
    line.append(name, text, place);
    return line;
  };
  window.__utsushi_show = (now) => {
    part("title").textContent = now.title;
    part("phases").replaceChildren(...now.phases.map((phase) => {
      const each = document.createElement("li");
      each.textContent = phase;
      if (phase === now.phase) each.setAttribute("aria-current", "step");
      return each;
    }));
    part("what").textContent = now.what;
    part("trouble").textContent = now.trouble;
    part("what").classList.toggle("cut", now.cut);
    part("back").hidden = !now.cut;
    part("next").textContent = now.next;
    if (!part("values").childElementCount) part("values").append(...now.values.map(row));
    for (const line of part("values").children)
      line.classList.toggle("used", now.used.includes(line.dataset.field));
  };
  part("next").addEventListener("click", () => say("next"));
  part("back").addEventListener("click", () => say("back"));
  part("stop").addEventListener("click", () => say("stop"));
})();
