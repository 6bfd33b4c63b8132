// A place for a file: chosen in the input or dropped on the zone around it.

// `take` gets one file, also one that was chosen before this script was there.
export function watch(zone, input, take) {
  function chosen() {
    const [file] = input.files;
    if (file) take(file);
    input.value = ""; // the same file may be chosen again
  }

  input.addEventListener("change", chosen);
  chosen();
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => event.preventDefault());
  zone.addEventListener("dragover", () => zone.classList.add("over"));
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    zone.classList.remove("over");
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  });
}
